/** The parts of Deno that the runner uses. It takes them before functions can reach any. */
type Platform = {
  stdin: { read(into: Uint8Array): Promise<number | null> };
  stdout: { writeSync(bytes: Uint8Array): number };
  exit(code: number): never;
};

declare const Deno: Platform;

const { stdin, stdout, exit } = Deno;
const stringify = JSON.stringify;
const parse = JSON.parse;
const encoder = new TextEncoder();
const encode = encoder.encode.bind(encoder);
const microtask = globalThis.queueMicrotask;
const timer = globalThis.setTimeout;

/** Taken before functions are loaded, so that none can change what the runner itself works with. */
export const platform = { stdin, stdout, exit, stringify, parse, encode, microtask, timer };
