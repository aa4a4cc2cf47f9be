import { setPriority } from "node:os";
import type { Clock } from "@parley/core";
import type { FunctionLimits } from "./limits.ts";
import { cpuMilliseconds, familyOf, residentBytes } from "./memory.ts";
import type { Worker } from "./worker-types.ts";

/** Looks at what running processes take: ends one that holds too much, and lets others go first. */
export type Watch = {
  enter(worker: Worker): void;
  leave(worker: Worker): void;
};

type Watched = {
  pids: number[];
  cpuMs: number;
  /** Looks in a row at which it had used a processor all the time. */
  busy: number;
};

/** The share of a processor, and for how many looks, that make a process step back. */
const hog = { share: 0.7, looks: 2, niceness: 10 };

export function createWatch(
  clock: Clock,
  limits: Pick<FunctionLimits, "residentBytes" | "watchMs">,
): Watch {
  const workers = new Map<Worker, Watched>();
  let ticking = false;
  let last = 0;
  const look = (worker: Worker, watched: Watched, elapsed: number) => {
    const bytes = residentBytes(watched.pids);
    if (bytes !== null && bytes > limits.residentBytes) {
      worker.kill("it held too much memory");
      return;
    }
    const used = watched.pids.reduce((sum, pid) => sum + (cpuMilliseconds(pid) ?? 0), 0);
    const share = (used - watched.cpuMs) / elapsed;
    watched.cpuMs = used;
    watched.busy = share > hog.share ? watched.busy + 1 : Math.min(watched.busy, 0);
    if (watched.busy === hog.looks) for (const pid of watched.pids) stepBack(pid);
  };
  const tick = () => {
    const now = clock.now();
    const elapsed = Math.max(1, now - last);
    last = now;
    for (const [worker, watched] of workers) look(worker, watched, elapsed);
    ticking = workers.size > 0;
    if (ticking) clock.after(limits.watchMs, tick);
  };
  return {
    enter(worker) {
      if (!worker.alive) return;
      workers.set(worker, { pids: familyOf(worker.pid), cpuMs: 0, busy: -1 });
      if (ticking) return;
      ticking = true;
      last = clock.now();
      clock.after(limits.watchMs, tick);
    },
    leave: (worker) => void workers.delete(worker),
  };
}

/** Other processes go first from now on. It may have ended in this moment. */
function stepBack(pid: number): void {
  try {
    setPriority(pid, hog.niceness);
  } catch (error) {
    const gone = error instanceof Error && "code" in error && error.code === "ERR_SYSTEM_ERROR";
    if (!gone) throw error;
  }
}
