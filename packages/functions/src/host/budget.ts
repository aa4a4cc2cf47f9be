import type { Clock } from "@parley/core";
import type { FunctionLimits } from "./limits.ts";

/** Counts what a process writes without having been asked. */
export type Budget = {
  /** A request, a log line. */
  unasked(bytes: number): void;
  /** A frame that belongs to nothing, or a line that is none. */
  odd(bytes: number): void;
  /** What it wrote beside frames. */
  beside(bytes: number): void;
};

type Limits = Pick<
  FunctionLimits,
  "unaskedPerSecond" | "unaskedAtOnce" | "unaskedBytes" | "floodMs" | "oddFrames" | "besideBytes"
>;

/** The longest time for which nothing of a process is read. */
const longestHoldMs = 500;

/**
 * Some may come at once, and so many in a second from then on (a token bucket): whoever writes more is read
 * more slowly, so that no flood takes the server's time from others. `hold` is told for how many
 * milliseconds nothing is to be read, `over` is called when that has gone on for too long.
 */
export function createBudget(
  clock: Clock,
  limits: Limits,
  on: { hold(ms: number): void; over(): void },
): Budget {
  const { unaskedPerSecond, unaskedAtOnce, unaskedBytes, floodMs, oddFrames, besideBytes } = limits;
  let left = unaskedAtOnce;
  let at = clock.now();
  let floodsSince: number | null = null;
  let strange = 0;
  let besides = 0;
  const unasked = (bytes: number) => {
    const now = clock.now();
    left = Math.min(unaskedAtOnce, left + ((now - at) / 1000) * unaskedPerSecond);
    at = now;
    left -= 1 + bytes / unaskedBytes;
    if (left > unaskedAtOnce / 2) floodsSince = null;
    if (left >= 0) return;
    floodsSince ??= now;
    if (now - floodsSince > floodMs) on.over();
    else on.hold(Math.min(longestHoldMs, (-left / unaskedPerSecond) * 1000));
  };
  return {
    unasked,
    odd(bytes) {
      strange += 1;
      if (strange > oddFrames) on.over();
      else unasked(bytes);
    },
    beside(bytes) {
      besides += bytes;
      if (besides > besideBytes) on.over();
    },
  };
}
