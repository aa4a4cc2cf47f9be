import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./layout.mjs";

/**
 * The programmes under proof/ whose short form belongs to `npm test`: those that proof/package.json
 * names under `parley.test`.
 * @returns {string[]}
 */
export function proofNames() {
  const manifest = join(root, "proof", "package.json");
  if (!existsSync(manifest)) return [];
  const { parley } = JSON.parse(readFileSync(manifest, "utf8"));
  return parley?.test ?? [];
}
