import type { Clock } from "@parley/core";
import type { FunctionLimits } from "./limits.ts";
import { cpuMilliseconds, familyOf, residentBytes } from "./memory.ts";
import { type Niceness, stepBack } from "./priority.ts";
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
  /** Calls that it had been given at the last look. */
  begun: number;
  /** What it used since it had none. */
  spunMs: number;
  /** How far it has to step back; 0 when it stands there. */
  wanted: Niceness;
};

/** The share of a processor, and for how many looks, that make a process step back. */
const hog = { share: 0.7, looks: 4, niceness: 10 } as const;

/** The share of a processor that a process may always use. */
const quiet = 0.1;

export function createWatch(
  clock: Clock,
  limits: Pick<FunctionLimits, "residentBytes" | "spinMs" | "watchMs">,
): Watch {
  const workers = new Map<Worker, Watched>();
  let ticking = false;
  let last = 0;
  const settle = (watched: Watched) => {
    const { pids, wanted } = watched;
    if (wanted > 0 && pids.every((pid) => stepBack(pid, wanted))) watched.wanted = 0;
  };
  const look = (worker: Worker, watched: Watched, elapsed: number) => {
    const bytes = residentBytes(watched.pids);
    if (bytes !== null && bytes > limits.residentBytes) {
      worker.kill("it held too much memory");
      return;
    }
    const used = watched.pids.reduce((sum, pid) => sum + (cpuMilliseconds(pid) ?? 0), 0);
    const since = used - watched.cpuMs;
    const share = since / elapsed;
    const without = worker.calls === 0 && worker.begun === watched.begun;
    watched.begun = worker.begun;
    watched.spunMs = without ? Math.max(0, watched.spunMs + since - elapsed * quiet) : 0;
    if (watched.spunMs > limits.spinMs) {
      worker.kill("it kept a processor busy without a call");
      return;
    }
    watched.cpuMs = used;
    watched.busy = share > hog.share ? watched.busy + 1 : Math.min(watched.busy, 0);
    const isHog = watched.busy === hog.looks;
    if (isHog && worker.niceness < hog.niceness) watched.wanted = hog.niceness;
    settle(watched);
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
      const pids = familyOf(worker.pid);
      const wanted = worker.niceness;
      const watched = { pids, cpuMs: 0, busy: -1, begun: 0, spunMs: 0, wanted };
      settle(watched);
      workers.set(worker, watched);
      if (ticking) return;
      ticking = true;
      last = clock.now();
      clock.after(limits.watchMs, tick);
    },
    leave: (worker) => void workers.delete(worker),
  };
}
