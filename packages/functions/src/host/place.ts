import { type LoadedFunction, ParleyError } from "@parley/core";
import type { HostContext } from "./context.ts";
import type { Journal } from "./journal.ts";
import type { Niceness } from "./priority.ts";
import { trouble } from "./sentences.ts";
import { startWorker } from "./worker.ts";
import { type Worker, WorkerGone } from "./worker-types.ts";

/** Where one version of a function runs: in one process at a time, started when it is needed. */
export type Place = {
  readonly fn: LoadedFunction;
  readonly state: "idle" | "starting" | "running" | "broken";
  readonly reason: string | null;
  /** The running process; null: there is none just now. */
  readonly worker: Worker | null;
  /** Rejects with `function_unavailable` or `function_failed`. */
  acquire(): Promise<Worker>;
  /** Counts who uses it; the returned function ends that, once. */
  enter(): () => void;
  /** Ends it as soon as nobody uses it. */
  drain(): void;
  /** Ends it at once; resolves when nothing of it is starting any more. */
  kill(): Promise<void>;
};

export function createPlace(
  context: HostContext,
  fn: LoadedFunction,
  about: { journal: Journal; onEmpty(): void },
): Place {
  const { clock, limits, log } = context;
  const { journal } = about;
  let worker: Worker | null = null;
  /** One that runs, but has not loaded the function yet. */
  let loading: Worker | null = null;
  let starting: Promise<Worker> | null = null;
  let users = 0;
  let draining = false;
  let killed = false;
  let crashes: number[] = [];
  /** When its processes ended badly, whoever brought it about. */
  let ends: number[] = [];
  let pausedUntil = 0;
  let reason: string | null = null;
  let cancelIdle: () => void = () => undefined;

  const recent = (times: readonly number[]) =>
    times.filter((at) => at > clock.now() - limits.crashesWithinMs);
  /** What one call brought about, a person's input may have: it does not take the function from others. */
  const crashed = (why: string, ofCall: boolean) => {
    const now = clock.now();
    ends = [...recent(ends), now];
    if (!ofCall) {
      reason = why;
      crashes = [...recent(crashes), now];
      if (crashes.length >= limits.crashes) pausedUntil = now + limits.pauseMs;
    }
    journal.line("error", `Its process was ended: ${why}.`);
    log.warn("a function's process ended", { id: fn.id, version: fn.version, reason: why });
  };
  const unwanted = () => killed || (draining && users === 0);
  const demandWanted = () => {
    if (unwanted()) throw trouble(fn, "function_unavailable", { what: "it is being stopped" });
  };
  const stop = () => {
    cancelIdle();
    worker?.kill(null);
    worker = null;
    if (unwanted()) loading?.kill(null);
    if (draining && starting === null) about.onEmpty();
  };
  const whenEmpty = () => {
    cancelIdle();
    if (users > 0) return;
    if (draining) return stop();
    cancelIdle = clock.after(limits.idleMs, stop);
  };

  const start = async (): Promise<Worker> => {
    const { url } = await context.analyse(fn.source);
    const runtime = await context.runtime();
    const wait = entryAt([0, ...limits.restartMs], recent(crashes).length);
    if (wait > 0) await new Promise<void>((resolve) => void clock.after(wait, resolve));
    demandWanted();
    let own: Worker | null = null;
    try {
      own = await startWorker({
        ...{ runtime, limits, clock },
        // What had to be ended before gets what the others leave.
        niceness: entryAt<Niceness>([0, 10, 19], recent(ends).length),
        events: {
          ask: (frame, from, bytes) => context.asks.take(frame, from, bytes),
          dropped: (from, request) => context.asks.drop(from, request),
          wanted: (from, want) => context.asks.want(from, want),
          log: (level, text) => journal.line(level, text),
          ended(why, from, ofCall) {
            context.watch.leave(from);
            context.asks.end(from);
            if (worker === from) worker = null;
            if (why !== null) crashed(why, ofCall);
          },
        },
      });
      loading = own;
      demandWanted();
      context.watch.enter(own);
      await own.load({ id: fn.id, url, hooks: fn.manifest.hooks });
      demandWanted();
    } catch (error) {
      own?.kill(null);
      const what = error instanceof Error ? error.message : String(error);
      if (error instanceof ParleyError) throw error;
      if (!(error instanceof WorkerGone)) crashed(`it could not be loaded (${what})`, false);
      throw trouble(fn, "function_failed", { what, cause: error });
    } finally {
      loading = null;
    }
    worker = own;
    reason = null;
    // Whoever asked for it may be gone again.
    whenEmpty();
    return own;
  };
  return {
    fn,
    get state() {
      if (clock.now() < pausedUntil) return "broken";
      if (starting !== null) return "starting";
      if (worker !== null) return "running";
      return reason === null ? "idle" : "broken";
    },
    get reason() {
      return reason;
    },
    get worker() {
      return worker;
    },
    acquire() {
      if (worker !== null) return Promise.resolve(worker);
      const left = pausedUntil - clock.now();
      if (left > 0) {
        const seconds = Math.ceil(left / 1000);
        const what = `it broke ${limits.crashes} times in a row (${reason}) and rests for ${seconds} s`;
        return Promise.reject(trouble(fn, "function_unavailable", { what }));
      }
      starting ??= start().finally(() => {
        starting = null;
        if (unwanted()) about.onEmpty();
      });
      return starting;
    },
    enter() {
      users += 1;
      cancelIdle();
      let left = false;
      return () => {
        if (left) return;
        left = true;
        users -= 1;
        whenEmpty();
      };
    },
    drain() {
      draining = true;
      whenEmpty();
    },
    async kill() {
      killed = true;
      draining = true;
      stop();
      // However it ends: whoever waits for it is told.
      await Promise.allSettled([starting]);
    },
  };
}

/** The entry for a count; the last one for all that are higher. */
function entryAt<T>(list: readonly [T, ...T[]], count: number): T {
  return list[Math.min(count, list.length - 1)] ?? list[0];
}
