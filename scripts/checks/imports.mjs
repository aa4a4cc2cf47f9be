import { existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, posix } from "node:path";
import { parseSync } from "oxc-parser";

/**
 * One import of one file.
 * @typedef {object} Import
 * @property {string} from the file, below the checkout
 * @property {number} line
 * @property {string} specifier as it is written
 * @property {string} to where it leads: a file below the checkout (`packages/core/src/index.ts`), or
 *   else a package (`npm:pg`) or a part of Node (`node:fs`)
 * @property {boolean} typeOnly nothing of it is left when the program runs
 */

/**
 * The imports of a file: static, dynamic, and those of `export … from`.
 * @param {string} root
 * @param {string} file below `root`
 * @returns {Import[]}
 */
export function importsOf(root, file) {
  const text = readFileSync(join(root, file), "utf8");
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} can't be parsed: ${errors[0]?.message}`);
  const statics = module.staticImports.map(({ start, moduleRequest }) => ({
    start,
    specifier: moduleRequest.value,
  }));
  const reexports = module.staticExports.flatMap(({ start, entries }) => {
    const request = entries.find((entry) => entry.moduleRequest)?.moduleRequest;
    return request ? [{ start, specifier: request.value }] : [];
  });
  const dynamics = module.dynamicImports.flatMap(({ start, moduleRequest }) => {
    const written = text.slice(moduleRequest.start, moduleRequest.end);
    const [, specifier] = /^["'`]([^"'`$]+)["'`]$/.exec(written) ?? [];
    return specifier ? [{ start, specifier }] : [];
  });
  return [...statics, ...reexports, ...dynamics].map(({ start, specifier }) => ({
    from: file,
    line: text.slice(0, start).split("\n").length,
    specifier,
    to: resolve(root, file, specifier),
    // `import { type X }` doesn't count: it still loads the module.
    typeOnly: /^(?:import|export)\s+type\s+(?:[{*]|(?!from\b)\w)/.test(text.slice(start)),
  }));
}

/**
 * @param {string} root
 * @param {string} file
 * @param {string} specifier
 */
function resolve(root, file, specifier) {
  if (specifier.startsWith(".")) return posix.join(posix.dirname(file), specifier);
  if (isBuiltin(specifier)) return `node:${specifier.replace(/^node:/, "")}`;
  const [, name, subpath = ""] = /^((?:@[^/]+\/)?[^/]+)(\/.+)?$/.exec(specifier) ?? [];
  const folder = name?.startsWith("@parley/") ? workspaceFolder(root, name) : undefined;
  if (!folder) return `npm:${name}`;
  const { exports = {} } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const target = exports[`.${subpath}`];
  return typeof target === "string"
    ? posix.join(folder, target)
    : `${folder}${subpath} (no export)`;
}

/**
 * @param {string} root
 * @param {string} name
 */
function workspaceFolder(root, name) {
  const short = name.slice("@parley/".length);
  return [`packages/${short}`, `apps/${short}`, short].find((folder) =>
    existsSync(join(root, folder, "package.json")),
  );
}
