import type { Clock } from "@parley/core";

/** One piece of a demonstration's answer, and how long it is waited for. */
export type Beat =
  | { kind: "content" | "reasoning"; text: string; pause: number }
  | { kind: "fail"; message: string };

/** How fast a demonstration speaks: milliseconds before a piece, on average. */
export type Pace = number;

const talking: Pace = 28;
export const hurried: Pace = 4;

/** Splits text into pieces of about a word, with the small unevenness of a real model. */
export function beatsOf(
  text: string,
  { pace = talking, kind = "content" }: { pace?: Pace; kind?: "content" | "reasoning" } = {},
): Beat[] {
  const pieces = text.match(/\s*\S{1,12}|\s+/gu) ?? [];
  return pieces.map((piece, index) => ({
    kind,
    text: piece,
    pause: Math.round(pace * (0.6 + ((index * 7) % 9) / 10)),
  }));
}

/** Waits; rejects with the signal's reason as soon as it is aborted. */
export function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      cancel();
      reject(signal.reason);
    };
    const cancel = clock.after(milliseconds, () => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
    signal.addEventListener("abort", onAbort, { once: true });
  });
}
