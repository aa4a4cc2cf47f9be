import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Folders whose content nobody here writes by hand, or that are not source. */
const SKIPPED = new Set([
  "node_modules",
  "generated",
  "dist",
  "migrations",
  "artifacts",
  "test-results",
  "playwright-report",
  "data",
]);
const SOURCE = /\.(?:[cm]?[jt]sx?|css)$/;

/**
 * All source files below a folder, as paths relative to it with `/`, sorted.
 * @param {string} root
 * @returns {string[]}
 */
export function sourceFiles(root) {
  return walk(root)
    .map((file) => relative(root, file).split(sep).join("/"))
    .filter((file) => SOURCE.test(file) && !file.endsWith(".d.ts"))
    .sort();
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isFile()) return [path];
    const wanted =
      entry.isDirectory() &&
      !SKIPPED.has(entry.name) &&
      (!entry.name.startsWith(".") || entry.name === ".ci");
    return wanted ? walk(path) : [];
  });
}
