import { arrows } from "./arrows.mjs";
import { importsOf } from "./imports.mjs";
import { sourceFiles } from "./source-files.mjs";

/** @typedef {import("./imports.mjs").Import} Import */

/**
 * Every import of the checkout that goes against an arrow, and every circle of modules.
 * @param {string} root
 * @returns {string[]} problems
 */
export function boundaries(root) {
  const imports = sourceFiles(root)
    .filter((file) => !file.endsWith(".css"))
    .flatMap((file) => importsOf(root, file));
  const broken = imports.flatMap((imported) =>
    arrows
      .filter((arrow) => arrow.isBroken(imported))
      .map(
        ({ name, fix }) =>
          `${imported.from}:${imported.line}: ${name}, but it imports "${imported.specifier}": ${fix}`,
      ),
  );
  return [...broken, ...circles(imports)];
}

/**
 * Modules that need each other to be loaded can't be understood one at a time. Types don't count.
 * @param {Import[]} imports
 */
function circles(imports) {
  /** @type {Map<string, string[]>} */
  const edges = new Map();
  for (const { from, to, typeOnly } of imports) {
    if (!typeOnly) edges.set(from, [...(edges.get(from) ?? []), to]);
  }
  /** @type {Set<string>} */
  const done = new Set();
  /** @type {string[]} */
  const problems = [];
  const visit = (/** @type {string} */ file, /** @type {string[]} */ path) => {
    const start = path.indexOf(file);
    if (start >= 0) {
      const circle = [...path.slice(start), file].join(" → ");
      problems.push(
        `${file}: a circle of imports, ${circle}: move what both need into a third module`,
      );
      return;
    }
    if (done.has(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of edges.keys()) visit(file, []);
  return problems;
}
