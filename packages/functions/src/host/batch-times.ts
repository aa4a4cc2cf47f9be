import type { Clock } from "@parley/core";
import { heldUpMs, soon } from "./deadline.ts";

/** When batches of stream handlers have to be back. */
export type BatchTimes = {
  add(call: number, ms: number): void;
  /** Milliseconds that it had left; null: it is not known here. */
  remove(call: number): number | null;
};

type Due = { at: number; ms: number };

/** Ends batches in time. They are many and short, so that one timer looks after all of them. */
export function createBatchTimes(
  clock: Clock,
  late: (call: number, ms: number) => void,
): BatchTimes {
  const due = new Map<number, Due>();
  let armedFor = Number.POSITIVE_INFINITY;
  let cancel: () => void = () => undefined;

  const arm = (at: number) => {
    if (at >= armedFor) return;
    cancel();
    armedFor = at;
    cancel = clock.after(Math.max(0, at - clock.now()), look);
  };
  const look = () => {
    const now = clock.now();
    const held = now - armedFor;
    armedFor = Number.POSITIVE_INFINITY;
    let next = armedFor;
    for (const [call, entry] of due) {
      if (held > heldUpMs) entry.at += Math.min(held, entry.ms);
      if (entry.at <= now) soon(() => due.get(call) === entry && late(call, entry.ms));
      else next = Math.min(next, entry.at);
    }
    arm(next);
  };
  return {
    add(call, ms) {
      const at = clock.now() + ms;
      due.set(call, { at, ms });
      arm(at);
    },
    remove(call) {
      const entry = due.get(call);
      if (entry === undefined) return null;
      due.delete(call);
      return entry.at - clock.now();
    },
  };
}
