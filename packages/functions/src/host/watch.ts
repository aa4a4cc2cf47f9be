import type { Clock } from "@parley/core";
import type { FunctionLimits } from "./limits.ts";
import { familyOf, residentBytes } from "./memory.ts";
import type { Worker } from "./worker-types.ts";

/** Looks at what running processes hold, and ends one that holds too much. */
export type Watch = {
  enter(worker: Worker): void;
  leave(worker: Worker): void;
};

export function createWatch(
  clock: Clock,
  limits: Pick<FunctionLimits, "residentBytes" | "watchMs">,
): Watch {
  const workers = new Map<Worker, number[]>();
  let ticking = false;
  const tick = () => {
    for (const [worker, pids] of workers) {
      const bytes = residentBytes(pids);
      if (bytes !== null && bytes > limits.residentBytes) worker.kill("it held too much memory");
    }
    ticking = workers.size > 0;
    if (ticking) clock.after(limits.watchMs, tick);
  };
  return {
    enter(worker) {
      if (!worker.alive) return;
      workers.set(worker, familyOf(worker.pid));
      if (!ticking) clock.after(limits.watchMs, tick);
      ticking = true;
    },
    leave: (worker) => void workers.delete(worker),
  };
}
