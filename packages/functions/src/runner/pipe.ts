import { creditWindow } from "../protocol.ts";
import { platform } from "./platform.ts";
import { send, sendLine } from "./wire.ts";

/** How many pieces each pipe may still give, and who waits for more. */
const credits = new Map<number, { left: number; wake: (() => void) | null }>();

/** The reader took some. */
export function moreCredit(call: number, count: number): void {
  const credit = credits.get(call);
  if (credit === undefined) return;
  credit.left += count;
  credit.wake?.();
}

/** Gives what a pipe returned, piece by piece, no faster than it is read. */
export async function runPipe(
  call: number,
  { result, signal }: { result: unknown; signal: AbortSignal },
): Promise<void> {
  credits.set(call, { left: creditWindow, wake: null });
  try {
    const iterator = iteratorOf(result);
    if (iterator === null) give(call, result);
    else await giveAll(call, { iterator, signal });
    send({ t: "end", c: call });
  } finally {
    credits.delete(call);
  }
}

function iteratorOf(value: unknown): AsyncIterator<unknown> | Iterator<unknown> | null {
  if (typeof value !== "object" || value === null) return null;
  const make: unknown =
    Reflect.get(value, Symbol.asyncIterator) ?? Reflect.get(value, Symbol.iterator);
  return typeof make === "function" ? Reflect.apply(make, value, []) : null;
}

async function giveAll(
  call: number,
  {
    iterator,
    signal,
  }: { iterator: AsyncIterator<unknown> | Iterator<unknown>; signal: AbortSignal },
): Promise<void> {
  const left = Promise.withResolvers<null>();
  const leave = () => left.resolve(null);
  signal.addEventListener("abort", leave, { once: true });
  try {
    while (!signal.aborted) {
      await Promise.race([credit(call), left.promise]);
      if (signal.aborted) break;
      const next = await Promise.race([iterator.next(), left.promise]);
      if (next === null) break;
      if (next.done === true) return;
      give(call, next.value);
    }
    // Not waited for: a generator that hangs would keep the call.
    Promise.resolve(iterator.return?.()).catch((thrown: unknown) =>
      send({ t: "log", l: "warn", x: String(thrown) }),
    );
  } finally {
    signal.removeEventListener("abort", leave);
  }
}

async function credit(call: number): Promise<void> {
  const own = credits.get(call);
  if (own === undefined) return;
  while (own.left === 0) {
    const { promise, resolve } = Promise.withResolvers<void>();
    own.wake = resolve;
    await promise;
  }
  own.left -= 1;
}

function give(call: number, piece: unknown): void {
  const isPiece = typeof piece === "string" || (typeof piece === "object" && piece !== null);
  if (!isPiece) {
    throw new TypeError(`It gave a ${typeof piece}; a text or a chunk is expected.`);
  }
  sendLine(`{"t":"pieces","c":${call},"v":[${platform.stringify(piece)}]}`);
}
