import { lookup as systemLookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { Refusal } from "./refusal.ts";

export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;

export const systemResolve: Resolve = (host) => systemLookup(host, { all: true, verbatim: true });

/**
 * Resolves where a connection is made, so that the address that is checked is the one that is used. One
 * address that may not be asked refuses them all.
 */
export function checkedLookup(
  resolve: Resolve,
  mayAsk: (address: string) => boolean,
): LookupFunction {
  return (host, options, done) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses;
        const hidden = addresses.find(({ address }) => !mayAsk(address));
        if (first === undefined) done(new Refusal(`${host} has no address.`), "");
        else if (hidden !== undefined) done(new Refusal(`${host} leads to a private address.`), "");
        else if (options.all === true) done(null, addresses);
        else done(null, first.address, first.family);
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), ""),
    );
  };
}
