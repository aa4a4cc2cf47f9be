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

type Limits = Pick<FunctionLimits, "unaskedFrames" | "unaskedBytes" | "oddFrames" | "besideBytes">;

/** `over` is called when it was too much. */
export function createBudget(clock: Clock, limits: Limits, over: () => void): Budget {
  let current = { second: 0, frames: 0, bytes: 0 };
  let strange = 0;
  let besides = 0;
  const unasked = (bytes: number) => {
    const second = Math.floor(clock.now() / 1000);
    if (second !== current.second) current = { second, frames: 0, bytes: 0 };
    current.frames += 1;
    current.bytes += bytes;
    if (current.frames > limits.unaskedFrames || current.bytes > limits.unaskedBytes) over();
  };
  return {
    unasked,
    odd(bytes) {
      strange += 1;
      if (strange > limits.oddFrames) over();
      else unasked(bytes);
    },
    beside(bytes) {
      besides += bytes;
      if (besides > limits.besideBytes) over();
    },
  };
}
