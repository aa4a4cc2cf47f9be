import { vendors } from "../index.ts";
import type { Vendor } from "../vendor.ts";

export function vendorNamed(name: string): Vendor {
  const vendor = vendors.find((candidate) => candidate.name === name);
  if (vendor === undefined) throw new Error(`there is no vendor ${name}`);
  return vendor;
}
