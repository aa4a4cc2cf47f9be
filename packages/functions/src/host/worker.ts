import type { Json } from "@parley/core";
import { creditWindow } from "../protocol.ts";
import { createBatchTimes } from "./batch-times.ts";
import { createBudget } from "./budget.ts";
import { type Child, startChild } from "./child.ts";
import { createDeadline } from "./deadline.ts";
import type { TakenFrame } from "./frames.ts";
import {
  type Allowance,
  type CallEnd,
  type Pending,
  type Worker,
  WorkerGone,
  type WorkerOptions,
} from "./worker-types.ts";

/** Starts a process; resolves when the runner in it answers. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { runtime, limits, clock, events } = options;
  const pending = new Map<number, Pending>();
  const ready = Promise.withResolvers<void>();
  let stage: { resolve(value: Json): void; reject(error: Error): void } | null = null;
  let alive = true;
  let lastCall = 0;
  let outstanding = 0;
  let isReady = false;
  let note = "";
  let pinged: { number: number; cancel: () => void } | null = null;
  let pings = 0;
  let child: Child | null = null;

  /** Ends the process; `culprit` is the call that brought it about. */
  const die = (reason: string | null, culprit?: number) => {
    if (!alive) return;
    alive = false;
    pinged?.cancel();
    child?.kill();
    const gone = reason ?? "it was stopped";
    const failures = [...pending];
    pending.clear();
    for (const [call, { deadline, fail }] of failures) {
      times.remove(call);
      deadline?.stop();
      const others = culprit !== undefined && culprit !== call;
      fail(
        new WorkerGone(others ? "it was stopped because another of its calls took too long" : gone),
      );
    }
    stage?.reject(new WorkerGone(gone));
    ready.reject(new WorkerGone(gone));
    events.ended(reason, worker, culprit !== undefined);
  };
  const budget = createBudget(clock, limits, {
    hold: (ms) => child?.hold(ms),
    over: () => die("it wrote too much that nobody asked for"),
  });
  const ping = () => {
    if (pinged !== null || !alive) return;
    pings += 1;
    const number = pings;
    child?.send({ t: "ping", n: number });
    const cancel = clock.after(limits.pingMs, () => die("it hung"));
    pinged = { number, cancel };
  };
  const settle = (call: number): Pending | null => {
    const found = pending.get(call);
    if (found === undefined) return null;
    pending.delete(call);
    outstanding -= found.events;
    if (found.deadline === null) times.remove(call);
    else found.deadline.stop();
    return found;
  };
  const take = (frame: TakenFrame, bytes: number) => {
    if (!alive) return;
    const strange = () => budget.odd(bytes);
    const staged = (value: Json) => {
      if (stage === null) return strange();
      const { resolve } = stage;
      stage = null;
      resolve(value);
    };
    switch (frame.t) {
      case "events":
        if (frame.b.length === 0) return strange();
        for (const [call, outcomes] of frame.b) {
          const found = pending.get(call);
          if (found === undefined || found.events !== outcomes.length || found.events === 0)
            strange();
          else settle(call)?.end({ t: "events", outcomes });
        }
        return;
      case "value":
      case "nothing":
      case "blocked":
      case "failed":
      case "end":
        if (!pending.has(frame.c)) return strange();
        settle(frame.c)?.end(frame);
        return;
      case "pieces": {
        const found = pending.get(frame.c);
        if (found?.pieces == null || frame.v.length === 0) return strange();
        found.deadline?.again();
        found.bytes += bytes;
        found.credit -= frame.v.length;
        if (found.bytes > limits.callBytes || found.credit < 0) {
          return die("it gave too much", frame.c);
        }
        // Its reader is the one who is late now.
        if (found.credit === 0) found.deadline?.pause({ ms: Number.POSITIVE_INFINITY });
        return found.pieces(frame.v);
      }
      case "ready":
        if (isReady) return strange();
        isReady = true;
        return ready.resolve();
      case "loaded":
        return staged(null);
      case "described":
        return staged(frame.d);
      case "broken": {
        if (stage === null) return strange();
        const { reject } = stage;
        stage = null;
        return reject(new Error(frame.m));
      }
      case "pong":
        if (pinged?.number !== frame.n) return strange();
        pinged.cancel();
        pinged = null;
        return;
      case "ask":
        budget.unasked(bytes);
        if (alive) events.ask(frame, worker, bytes);
        return;
      case "excess":
        budget.unasked(bytes);
        return worker.answer({ t: "refuse", r: frame.r, m: "This is too long." });
      case "drop":
        budget.unasked(bytes);
        return events.dropped(worker, frame.r);
      case "want":
        budget.unasked(bytes);
        return events.wanted(worker, frame);
      case "log":
        budget.unasked(bytes);
        return events.log(frame.l, frame.x);
    }
  };
  const late = (call: number, ms: number) => die(`it took longer than ${ms / 1000} s`, call);
  const times = createBatchTimes(clock, late);
  const deadlineOf = (call: number, allowance: Allowance) =>
    createDeadline({
      ...{ clock, ...allowance, pingMs: limits.pingMs, ping },
      late: (ms) => late(call, ms),
    });
  const demandAlive = () => {
    if (!alive) throw new WorkerGone("its process has ended");
  };
  const add = (call: Omit<Pending, "bytes" | "credit">): number => {
    demandAlive();
    lastCall += 1;
    outstanding += call.events;
    pending.set(lastCall, { ...call, bytes: 0, credit: creditWindow });
    return lastCall;
  };
  const inStage = (send: () => void): Promise<Json> => {
    const { promise, resolve, reject } = Promise.withResolvers<Json>();
    if (!alive) throw new WorkerGone("its process has ended");
    stage = { resolve, reject };
    send();
    return promise;
  };

  const worker: Worker = {
    get pid() {
      return child?.pid ?? 0;
    },
    get alive() {
      return alive;
    },
    niceness: options.niceness,
    get calls() {
      return pending.size;
    },
    get begun() {
      return lastCall;
    },
    async load(given) {
      await inStage(() => child?.send({ t: "load", ...given }));
    },
    describe: () => inStage(() => child?.send({ t: "describe" })),
    open: (s, given) => void child?.send({ t: "open", s, ...given }),
    close: (s) => child?.sendLater({ t: "close", s }),
    call({ session, hook, input, allowance, pieces = null }) {
      const { promise, resolve: end, reject: fail } = Promise.withResolvers<CallEnd>();
      demandAlive();
      const deadline = deadlineOf(lastCall + 1, allowance);
      const call = add({ session, deadline, events: 0, end, fail, pieces });
      const sent = child?.send({ t: "call", c: call, s: session, hook, input });
      if (sent === false) settle(call)?.end(tooLong);
      return { call, end: promise };
    },
    stream(session, { events: given, body, end, fail }) {
      const call = add({ session, deadline: null, events: given.length, end, fail, pieces: null });
      const { streamMsPerEvent, streamMsLeast, streamMsMost } = limits;
      const waiting = outstanding * streamMsPerEvent;
      times.add(call, Math.min(streamMsMost, Math.max(streamMsLeast, waiting)));
      const sent = child?.sendEvents(
        body === undefined ? [call, session, given] : [call, session, given, body],
      );
      if (sent === false) settle(call)?.end(tooLong);
      return call;
    },
    abandon: (call, reason) => pending.get(call)?.fail(reason),
    cancel(call) {
      if (!pending.has(call)) return;
      child?.send({ t: "cancel", c: call });
      ping();
    },
    more(c, n) {
      const found = pending.get(c);
      if (found === undefined) return;
      if (found.credit === 0) found.deadline?.resume();
      found.credit += n;
      child?.send({ t: "more", c, n });
    },
    answer(frame) {
      if (!alive || child?.send(frame) !== false) return;
      child?.send({ t: "refuse", r: frame.r, m: "The answer is too long." });
    },
    get unread() {
      return child?.unread() ?? 0;
    },
    pauseCalls(session, pause) {
      const paused = [...pending].filter(([, entry]) => entry.session === session);
      const deadlines = paused.map(([call, entry]) => {
        const ms = Math.max(0, times.remove(call) ?? 0);
        entry.deadline ??= deadlineOf(call, { ms, wholeMs: limits.wholeCallMs });
        return entry.deadline;
      });
      for (const deadline of deadlines) deadline.pause(pause);
      return () => {
        for (const deadline of deadlines) deadline.resume();
      };
    },
    kill: (reason) => die(reason),
  };
  child = await startChild(runtime, options, {
    frame: take,
    odd: budget.odd,
    fatal: (reason) => die(reason),
    note(text) {
      budget.beside(text.length);
      note = `${note}${text}`.slice(-4_000);
      if (alive) events.log("error", text);
    },
    exited: (how) => die(`its process ended (${lastWords(note) ?? how})`),
  });
  if (!alive) child?.kill();
  const cancelStart = clock.after(limits.startMs, () => die("it did not start in time"));
  await ready.promise.finally(cancelStart);
  return worker;
}

const tooLong: CallEnd = { t: "failed", m: "what it would be given is too long", stack: "" };

/** The sentence in which Deno says why it ended. */
function lastWords(note: string): string | null {
  const [, said] = /^error: (?:Uncaught )?(?:\(in promise\) )?(.+)$/m.exec(note) ?? [];
  return said?.slice(0, 500) ?? (/out of memory/i.test(note) ? "it ran out of memory" : null);
}
