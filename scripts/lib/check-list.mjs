import { join } from "node:path";
import { applyToSources, houseRules } from "../checks/house.mjs";
import { toolEnvironment } from "./environment.mjs";
import { logs, root } from "./layout.mjs";
import { run } from "./subprocess.mjs";

/**
 * @typedef {import("./toolchain.mjs").Toolchain} Toolchain
 * @typedef {object} Check
 * @property {string} name
 * @property {(tools: Toolchain, report: (line: string) => void) => Promise<string[]>} find
 *   gives what is wrong, a line each; nothing if all is well
 */

/**
 * A check that is a tool of node_modules: it fails by its exit code.
 * @param {string} name
 * @param {string[]} command
 * @returns {Check}
 */
function tool(name, [binary, ...parameters]) {
  return {
    name,
    async find({ binFolder }, onLine) {
      const { code, lines } = await run(
        [join(root, "node_modules", ".bin", binary), ...parameters],
        {
          cwd: root,
          environment: toolEnvironment({ binFolder }),
          log: join(logs, `check-${name.replaceAll(" ", "-")}.log`),
          onLine,
        },
      );
      return code === 0 ? [] : [...lines, `${binary} ended with exit code ${code}`];
    },
  };
}

/** Its parser is one of the packages, which aren't there yet when the launcher starts. */
async function findBoundaries() {
  const { boundaries } = await import("../checks/boundaries.mjs");
  return boundaries(root);
}

/** @type {Check[]} */
export const checks = [
  tool("format and lint", ["biome", "check", "--error-on-warnings", "--max-diagnostics=100"]),
  tool("types of the packages", [
    "turbo",
    "run",
    "typecheck",
    "--continue",
    "--output-logs=errors-only",
    "--ui=stream",
    "--no-update-notifier",
  ]),
  tool("types of the scripts", ["tsc", "-p", "scripts"]),
  tool("dead code", ["knip", "--no-progress"]),
  { name: "boundaries", find: findBoundaries },
  ...houseRules.map(({ name, rule }) => ({
    name,
    find: async () => applyToSources(root, rule),
  })),
];
