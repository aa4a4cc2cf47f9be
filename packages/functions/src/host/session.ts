import {
  type FunctionFacts,
  type FunctionResult,
  type FunctionSession,
  type FunctionTools,
  type Json,
  type JsonObject,
  type LoadedFunction,
  ParleyError,
} from "@parley/core";
import { creditWindow, type EventOutcome, type RunnerHook } from "../protocol.ts";
import type { HostContext } from "./context.ts";
import type { Journal } from "./journal.ts";
import { readPieces } from "./pieces.ts";
import type { Place } from "./place.ts";
import { naming, trouble } from "./sentences.ts";
import { type Allowance, type CallEnd, type Worker, WorkerGone } from "./worker-types.ts";

export type SessionOptions = {
  context: HostContext;
  place: Place;
  journal: Journal;
  /** With the valves of this moment. */
  fn: LoadedFunction;
  /** Null for what needs nobody: the models of a manifold, the choices of a valve. */
  facts: FunctionFacts | null;
  tools: FunctionTools;
};

export type HostSession = FunctionSession & {
  ask(hook: "pipes" | "options", input: JsonObject, signal: AbortSignal): Promise<Json>;
};

type Bound = { worker: Worker; number: number };
type Batch = { events: JsonObject[]; signal: AbortSignal; wanted: JsonObject | undefined };

let lastSession = 0;

/** One completion or action of one function. Its process is found at the first call. */
export function createSession(options: SessionOptions): HostSession {
  const { context, place, journal, fn, facts, tools } = options;
  const { limits, clock, asks } = context;
  const { hooks } = fn.manifest;
  const named = new Set(Object.values(hooks).flat());
  const leave = place.enter();
  const over = new AbortController();
  let bound: Bound | null = null;
  let closed = false;
  /** The request that is answered, for stream handlers that name it; null once it was sent. */
  let body: JsonObject | null = null;

  const failed = (what: string, cause?: unknown) => trouble(fn, "function_failed", { what, cause });

  const bind = (worker: Worker) => {
    lastSession += 1;
    bound = { worker, number: lastSession };
    asks.enter(worker, lastSession, { fn, tools, signal: over.signal });
    worker.open(lastSession, {
      valves: facts === null || named.has("valves") ? fn.valves : {},
      facts: factsNamed(facts, named),
    });
    return bound;
  };
  /** The process that this session belongs to. What it kept in `state` is lost with it. */
  const running = async () => {
    if (closed) throw failed("it was called after its end");
    if (bound?.worker.alive) return bound;
    if (bound !== null && named.has("state")) throw failed("its process ended before");
    const worker = await place.acquire();
    if (closed) throw failed("it was called after its end");
    if (worker.calls >= limits.concurrentCalls) {
      throw trouble(fn, "function_unavailable", { what: "too many calls run at once" });
    }
    return bound?.worker.alive ? bound : bind(worker);
  };
  const reasonOf = (error: unknown): Error => {
    if (error instanceof ParleyError) return error;
    if (error instanceof WorkerGone) return failed(error.message, error);
    return failed(error instanceof Error ? error.message : String(error), error);
  };
  const allowance = (ms: number, wholeMs = limits.wholeCallMs): Allowance => ({ ms, wholeMs });

  /** Lets go of the batch that is under way. */
  let letGo: () => void = () => undefined;
  let heeded: AbortSignal | null = null;
  /** Batches are many: they are let go by one listener. */
  const heed = (signal: AbortSignal) => {
    if (heeded === signal) return;
    heeded = signal;
    signal.addEventListener("abort", () => letGo(), { once: true });
  };
  /** The path of every piece of an answer: one promise, and no more. */
  const send = ({ worker, number }: Bound, { events, signal, wanted }: Batch) =>
    new Promise<(JsonObject | null)[]>((resolve, reject) => {
      const fail = (error: Error) => {
        if (signal.aborted) return reject(reasonIn(signal));
        journal.called(0, true);
        reject(reasonOf(error));
      };
      try {
        const call = worker.stream(number, {
          ...{ events, fail },
          ...(wanted === undefined ? {} : { body: wanted }),
          end(ended) {
            if (ended.t === "events") resolve(outcomesOf(events, ended.outcomes));
            else fail(new Error(ended.t === "failed" ? ended.m : "it gave back something else"));
          },
        });
        letGo = () => worker.abandon(call, reasonIn(signal));
      } catch (error) {
        fail(error instanceof Error ? error : new Error(String(error)));
      }
      body = null;
      heed(signal);
    });
  /** The first batch, which finds the process. */
  const begin = async (batch: Batch) => {
    let found: Bound;
    try {
      found = await running();
      batch.signal.throwIfAborted();
    } catch (error) {
      if (batch.signal.aborted) throw batch.signal.reason;
      journal.called(0, true);
      throw reasonOf(error);
    }
    return send(found, batch);
  };

  const result = (end: CallEnd): FunctionResult => {
    switch (end.t) {
      case "value":
        return { outcome: "value", value: end.v };
      case "nothing":
        return { outcome: "nothing" };
      case "blocked":
        return { outcome: "blocked", message: end.m.slice(0, 2_000) };
      case "failed":
        journal.line("error", end.stack || end.m);
        throw failed(end.m);
      default:
        throw failed("it gave back something else");
    }
  };

  /** A call of one handler, from its start to its end, in time or aborted. */
  const once = async (
    hook: RunnerHook,
    { input, ms, signal }: { input: JsonObject; ms: number; signal: AbortSignal },
  ): Promise<FunctionResult> => {
    const started = clock.now();
    let ok = false;
    try {
      signal.throwIfAborted();
      const { worker, number } = await running();
      signal.throwIfAborted();
      const { call, end } = worker.call({
        session: number,
        hook,
        input,
        allowance: allowance(ms),
      });
      const given = result(await untilAborted(end, signal, () => worker.cancel(call)));
      ok = true;
      return given;
    } catch (error) {
      if (signal.aborted) {
        ok = true;
        throw signal.reason;
      }
      throw reasonOf(error);
    } finally {
      journal.called(clock.now() - started, !ok);
    }
  };

  const handlerMs = {
    inlet: limits.inletMs,
    outlet: limits.outletMs,
    action: limits.actionMs,
  };
  return {
    async call(hook, input, signal) {
      const names = hooks[hook];
      if (hook === "inlet" && hooks.stream?.includes("body")) body = bodyOf(input);
      if (names === undefined) return { outcome: "nothing" };
      const ended = await once(hook, {
        input: pick(input, names),
        ms: handlerMs[hook],
        signal,
      });
      if (ended.outcome === "value" && hook !== "action" && !isObject(ended.value)) {
        throw failed("it gave back something that is no body");
      }
      if (ended.outcome === "value" && hook === "inlet" && body !== null && isObject(ended.value)) {
        body = ended.value;
      }
      return ended;
    },

    stream(events, signal, request) {
      if (hooks.stream === undefined || events.length === 0) return Promise.resolve(events);
      if (signal.aborted) return Promise.reject(reasonIn(signal));
      const wanted = hooks.stream.includes("body") ? (request ?? body ?? undefined) : undefined;
      if (closed || !bound?.worker.alive) return begin({ events, signal, wanted });
      return send(bound, { events, signal, wanted: body === null ? undefined : wanted });
    },

    async *pipe(input, signal) {
      const started = clock.now();
      let ok = false;
      try {
        signal.throwIfAborted();
        const { worker, number } = await running();
        yield* readPieces({
          worker,
          signal,
          window: creditWindow,
          start: (pieces) =>
            worker.call({
              session: number,
              hook: "pipe",
              input: pick(input, hooks.pipe ?? []),
              allowance: allowance(limits.pipeIdleMs, limits.pipeTotalMs),
              pieces,
            }),
          end: (end) => {
            if (end.t !== "end") result(end);
          },
        });
        ok = true;
      } catch (error) {
        if (signal.aborted) {
          ok = true;
          throw signal.reason;
        }
        throw reasonOf(error);
      } finally {
        journal.called(clock.now() - started, !ok);
      }
    },

    async ask(hook, input, signal) {
      const ended = await once(hook, { input, ms: limits.choicesMs, signal });
      if (ended.outcome === "value") return ended.value;
      throw failed("it gave back nothing");
    },

    close() {
      if (closed) return;
      closed = true;
      over.abort(new Error(`${naming(fn)} has ended.`));
      if (bound !== null) {
        asks.leave(bound.worker, bound.number);
        if (bound.worker.alive) bound.worker.close(bound.number);
      }
      leave();
    },
  };
}

/** What a session is told: of the facts, those that one of its handlers names. */
function factsNamed(facts: FunctionFacts | null, named: Set<string>): JsonObject {
  if (facts === null) return {};
  return Object.fromEntries(Object.entries(facts).filter(([name]) => named.has(name)));
}

function pick(input: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(input).filter(([name]) => names.includes(name)));
}

/** Events as they became; the very same ones where nothing changed them. */
function outcomesOf(events: JsonObject[], outcomes: EventOutcome[]): (JsonObject | null)[] {
  return outcomes.map((outcome, at) => (outcome === 0 ? (events[at] ?? null) : outcome));
}

function reasonIn({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function bodyOf({ body }: JsonObject): JsonObject | null {
  return isObject(body) ? body : null;
}

/** Rejects with the signal's reason when that comes first; the work goes on unwatched. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal, leave: () => void): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const aborted = () => {
    leave();
    reject(signal.reason);
  };
  signal.addEventListener("abort", aborted, { once: true });
  work.then(resolve, reject).finally(() => signal.removeEventListener("abort", aborted));
  return promise;
}
