import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout this launcher belongs to. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What the launcher keeps, all of it safe to delete while nothing runs. */
export const home = join(root, ".parley");
export const logs = join(home, "logs");
export const reports = join(home, "reports");
export const toolchain = join(home, "toolchain");

/**
 * The version of pnpm that package.json pins.
 * @returns {string}
 */
export function pnpmVersion() {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return String(packageManager)
    .replace(/^pnpm@/, "")
    .replace(/\+.*$/, "");
}
