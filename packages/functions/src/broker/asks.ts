import {
  type FunctionStorage,
  type FunctionTools,
  isParleyError,
  type Json,
  type LoadedFunction,
  type Log,
} from "@parley/core";
import type { Pause } from "../host/deadline.ts";
import type { FunctionLimits } from "../host/limits.ts";
import type { Worker } from "../host/worker-types.ts";
import type { AskKind, RunnerFrame } from "../protocol.ts";
import { type Credit, completeWhole, createCredit, streamCompletion } from "./complete.ts";
import { parseEvent, parseQuestion } from "./events.ts";
import type { Fetcher } from "./fetch.ts";
import { createGate, type Gate } from "./gate.ts";
import { Refusal } from "./refusal.ts";
import { storageAsk } from "./storage.ts";

/** One session, as what its function asks for needs it. */
export type AskSession = { fn: LoadedFunction; tools: FunctionTools; signal: AbortSignal };

type Own = {
  sessions: Map<number, AskSession>;
  open: Map<number, OpenAsk>;
  /** What the open ones take. */
  bytes: number;
  fetches: Gate;
  completions: Gate;
};
type OpenAsk = { abort: AbortController; credit: Credit };

/** Answers what functions ask for: checks its shape and the permissions, and passes it on. */
export type Asks = {
  enter(worker: Worker, session: number, given: AskSession): void;
  leave(worker: Worker, session: number): void;
  take(frame: Extract<RunnerFrame, { t: "ask" }>, worker: Worker, bytes: number): void;
  drop(worker: Worker, request: number): void;
  want(worker: Worker, want: { r: number; n: number }): void;
  /** Its process has ended. */
  end(worker: Worker): void;
};

export type AsksOptions = {
  limits: FunctionLimits;
  log: Log;
  storage: FunctionStorage;
  fetcher: Fetcher;
};

type Asked = {
  session: AskSession;
  input: Json;
  signal: AbortSignal;
  credit: Credit;
  own: Own;
  give(pieces: Json[]): void;
};

export function createAsks({ limits, log, storage, fetcher }: AsksOptions): Asks {
  const workers = new Map<Worker, Own>();
  const ownOf = (worker: Worker): Own => {
    const known = workers.get(worker) ?? {
      ...{ sessions: new Map(), open: new Map(), bytes: 0 },
      fetches: createGate(limits.fetchesAtOnce),
      completions: createGate(limits.completionsAtOnce),
    };
    workers.set(worker, known);
    return known;
  };
  const kinds: Record<AskKind, (asked: Asked) => Promise<Json>> = {
    async emit({ session, input }) {
      await session.tools.emit(parseEvent(input));
      return null;
    },
    call: ({ session, input, signal }) => {
      const question = parseQuestion(input);
      return inTime({ signal, ms: limits.askPersonMs, late: null }, (inner) =>
        session.tools.call(question, inner),
      );
    },
    fetch: ({ session, input, signal, own }) =>
      own.fetches(signal, () =>
        inTime(
          { signal, ms: limits.fetchMs, late: tooSlow("The request", limits.fetchMs) },
          (inner) => fetcher(session.fn.manifest.permissions.fetch, input, inner),
        ),
      ),
    complete: ({ session, input, signal, own }) =>
      own.completions(signal, () =>
        inTime(
          { signal, ms: limits.completeMs, late: tooSlow("The completion", limits.completeMs) },
          (inner) => completeWhole({ ...session, input, signal: inner }),
        ),
      ),
    stream: ({ session, input, signal, credit, give, own }) =>
      own.completions(signal, () => streamCompletion({ ...session, input, signal, credit, give })),
    storage: ({ session, input }) => storageAsk({ fn: session.fn, storage, limits, input }),
  };

  /** How long calls may wait for one of a kind without their own time running. */
  const pauses: Record<AskKind, Pause> = {
    ...{ emit: { ms: limits.waitMs }, storage: { ms: limits.waitMs } },
    ...{ fetch: { ms: limits.waitMs }, call: { ms: limits.askPersonMs, each: true } },
    ...{ complete: { ms: limits.completeMs }, stream: { ms: limits.completeMs } },
  };
  const refusalOf = (error: unknown, fn: LoadedFunction): string => {
    if (error instanceof Refusal || isParleyError(error)) return error.message;
    log.error("what a function asked for failed", { id: fn.id, error });
    return "Parley could not do this: its log says why.";
  };
  return {
    enter: (worker, session, given) => void ownOf(worker).sessions.set(session, given),
    leave: (worker, session) => void workers.get(worker)?.sessions.delete(session),
    take({ s, r, k, a }, worker, bytes) {
      const own = ownOf(worker);
      const session = own.sessions.get(s);
      const refuse = (m: string) => worker.answer({ t: "refuse", r, m });
      if (session === undefined)
        return refuse("This comes too late: what it was called for has ended.");
      if (own.open.has(r)) return;
      if (own.open.size >= limits.openAsks) return refuse("Too much is asked for at once.");
      if (own.bytes + bytes + worker.unread > limits.openAskBytes) {
        return refuse("Too much is asked for at once.");
      }
      const abort = new AbortController();
      const credit = createCredit();
      own.bytes += bytes;
      own.open.set(r, { abort, credit });
      const resume = worker.pauseCalls(s, pauses[k]);
      const signal = AbortSignal.any([abort.signal, session.signal]);
      const give = (pieces: Json[]) => worker.answer({ t: "chunks", r, v: pieces });
      // Begun in a later turn, so that what throws at once is refused like anything else.
      Promise.resolve()
        .then(() => kinds[k]({ session, input: a, signal, credit, give, own }))
        .then((v) => worker.answer({ t: "answer", r, v }))
        .catch((error: unknown) => {
          if (!abort.signal.aborted) refuse(refusalOf(error, session.fn));
        })
        .finally(() => {
          own.open.delete(r);
          own.bytes -= bytes;
          resume();
        });
    },
    drop: (worker, request) =>
      workers.get(worker)?.open.get(request)?.abort.abort(new Refusal("It is no longer wanted.")),
    want: (worker, { r, n }) => workers.get(worker)?.open.get(r)?.credit.add(n),
    end(worker) {
      const own = workers.get(worker);
      workers.delete(worker);
      for (const { abort } of own?.open.values() ?? []) {
        abort.abort(new Refusal("Its process has ended."));
      }
    },
  };
}

function tooSlow(what: string, ms: number): string {
  return `${what} took longer than ${ms / 1000} s.`;
}

/** Runs something with a signal that also fires when it takes too long; `late` null: that gives null. */
async function inTime(
  { signal, ms, late }: { signal: AbortSignal; ms: number; late: string | null },
  work: (signal: AbortSignal) => Promise<Json>,
): Promise<Json> {
  const timeout = new AbortController();
  const over = Promise.withResolvers<Json>();
  const timer = setTimeout(() => {
    if (late === null) over.resolve(null);
    else over.reject(new Refusal(late));
    timeout.abort(new Refusal(late ?? "Nobody answered in time."));
  }, ms);
  try {
    return await Promise.race([work(AbortSignal.any([signal, timeout.signal])), over.promise]);
  } finally {
    clearTimeout(timer);
  }
}
