import type { Json } from "@parley/core";
import type { AskKind } from "../protocol.ts";
import { send } from "./wire.ts";

type Pending = {
  resolve(value: Json): void;
  reject(error: Error): void;
  chunks?: (pieces: Json[]) => void;
};

const pending = new Map<number, Pending>();
let last = 0;

export function isAsking(): boolean {
  return pending.size > 0;
}

export type Ask = {
  session: number;
  kind: AskKind;
  input: Json;
  signal?: AbortSignal | undefined;
  chunks?: (pieces: Json[]) => void;
};

/** Asks the host for something, and resolves with what it answers. */
export function ask({ session, kind, input, signal, chunks }: Ask): {
  request: number;
  answer: Promise<Json>;
} {
  const { promise, resolve, reject } = Promise.withResolvers<Json>();
  last += 1;
  const request = last;
  const leave = () => {
    if (!pending.delete(request)) return;
    send({ t: "drop", r: request });
    reject(signal?.reason);
  };
  if (signal?.aborted) {
    reject(signal.reason);
    return { request, answer: promise };
  }
  signal?.addEventListener("abort", leave, { once: true });
  const settled = () => signal?.removeEventListener("abort", leave);
  pending.set(request, {
    resolve(value) {
      settled();
      resolve(value);
    },
    reject(error) {
      settled();
      reject(error);
    },
    ...(chunks === undefined ? {} : { chunks }),
  });
  try {
    send({ t: "ask", s: session, r: request, k: kind, a: input });
  } catch (thrown) {
    pending.delete(request);
    settled();
    reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
  }
  return { request, answer: promise };
}

/** Nobody waits for this answer any more. */
export function drop(request: number): void {
  if (pending.delete(request)) send({ t: "drop", r: request });
}

export function answered(request: number, value: Json): void {
  const found = pending.get(request);
  pending.delete(request);
  found?.resolve(value);
}

export function refused(request: number, message: string): void {
  const found = pending.get(request);
  pending.delete(request);
  found?.reject(new Error(message));
}

export function chunksCame(request: number, pieces: Json[]): void {
  pending.get(request)?.chunks?.(pieces);
}
