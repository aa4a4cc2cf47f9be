import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FunctionHostOptions, ReadyFunctionHost } from "../../host/host.ts";
import { builtRunner } from "../../host/runtime.ts";
import { withHost } from "./drill.ts";

/** What a runner that is broken into would let functions do: write to the host as they like. */
const breach = `const { stdout, stderr } = Deno;
const encoder = new TextEncoder();
globalThis.breach = (to, text) => {
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length; ) at += (to === 2 ? stderr : stdout).writeSync(bytes.subarray(at));
};
`;

/** For sources that run there. */
export const forging = `const write = (text) => globalThis.breach(1, text);
const beside = (text) => globalThis.breach(2, text);
`;

/** Runs with a host whose runner keeps nothing from functions. */
export async function withForgery<T>(
  options: Partial<FunctionHostOptions>,
  work: (host: ReadyFunctionHost) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "parley-forging-"));
  try {
    const runner = path.join(folder, "runner.js");
    await writeFile(runner, `${breach}${await readFile(builtRunner, "utf8")}`);
    return await withHost({ ...options, runner }, work);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
