import { mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = ["src/runner", "src/sdk", "src/protocol.ts"].map((name) => join(root, name));

/** The one file that a function's process runs, with zod and the SDK inside. */
export const runnerFile = join(root, "dist", "runner.js");

/** Bundles the runner. */
export async function build() {
  mkdirSync(dirname(runnerFile), { recursive: true });
  const bundle = await rolldown({
    input: join(root, "src", "runner", "main.ts"),
    platform: "neutral",
  });
  await bundle.write({ file: runnerFile, format: "esm", codeSplitting: false, minify: true });
  await bundle.close();
}

/** Bundles it where it is missing, or older than what goes into it. */
export async function buildWhenOlder() {
  const built = statSync(runnerFile, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (sources.some((source) => newest(source) > built)) await build();
}

/**
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(...readdirSync(path).map((name) => newest(join(path, name))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
