/** The parts of Deno that the runner uses. It takes them before functions can reach any. */
type Platform = {
  stdin: {
    read(into: Uint8Array): Promise<number | null>;
    readSync(into: Uint8Array): number | null;
  };
  stdout: { writeSync(bytes: Uint8Array): number };
  exit(code: number): never;
};

declare const Deno: Platform;

const { stdin, stdout, exit } = Deno;
const stringify = JSON.stringify;
const parse = JSON.parse;
const encoder = new TextEncoder();
const encode = encoder.encode.bind(encoder);
const decoder = new TextDecoder();
const decode = decoder.decode.bind(decoder);
const microtask = globalThis.queueMicrotask;
const timer = globalThis.setTimeout;
const now = performance.now.bind(performance);
const apply = Reflect.apply;
const { indexOf, slice, includes } = String.prototype;
const { subarray } = Uint8Array.prototype;
const bytesLength = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  "length",
)?.get;
if (bytesLength === undefined) throw new Error("Bytes have no length here.");
const sized: () => number = bytesLength;

/** Taken before functions are loaded, so that none can change what the runner itself works with. */
export const platform = {
  ...{ stdin, stdout, exit, stringify, parse, encode, decode, microtask, timer, now },
  indexOf: (text: string, part: string, from: number): number => apply(indexOf, text, [part, from]),
  slice: (text: string, from: number, to?: number): string => apply(slice, text, [from, to]),
  includes: (text: string, part: string): boolean => apply(includes, text, [part]),
  subarray: (bytes: Uint8Array, from: number, to?: number): Uint8Array =>
    apply(subarray, bytes, [from, to]),
  lengthOf: (bytes: Uint8Array): number => apply(sized, bytes, []),
};
