import type { Clock } from "../ports/runtime.ts";

export type ManualClock = Clock & {
  /** Moves time on by `ms`, running what falls due, in order; waits for promises that this settles. */
  advance(ms: number): Promise<void>;
};

/** A clock that stands still until it is moved. */
export function manualClock(start = 1_000_000): ManualClock {
  let now = start;
  let due: { at: number; task: () => void }[] = [];
  const settle = async () => {
    for (let round = 0; round < 50; round += 1) await Promise.resolve();
  };
  return {
    now: () => now,
    after(ms, task) {
      const entry = { at: now + ms, task };
      due.push(entry);
      return () => {
        due = due.filter((other) => other !== entry);
      };
    },
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const [next] = due.filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        due = due.filter((entry) => entry !== next);
        now = Math.max(now, next.at);
        next.task();
        await settle();
      }
      now = end;
    },
  };
}
