import type { Clock, Json, JsonObject, LoadedFunction } from "@parley/core";
import type { EventOutcome, RunnerFrame, RunnerHook } from "../protocol.ts";
import type { Deadline, Pause } from "./deadline.ts";
import type { Runtime } from "./launch.ts";
import type { FunctionLimits } from "./limits.ts";
import type { Niceness } from "./priority.ts";

/** How a call of a handler ended, as the process says. */
export type CallEnd =
  | { t: "value"; v: Json }
  | { t: "nothing" }
  | { t: "blocked"; m: string }
  | { t: "failed"; m: string; stack: string }
  | { t: "events"; outcomes: EventOutcome[] }
  | { t: "end" };

/** Why a call got no answer: it took too long itself, another one did, or the process ended. */
export class WorkerGone extends Error {
  override readonly name = "WorkerGone";
}

export type Allowance = { ms: number; wholeMs: number };

export type WorkerEvents = {
  ask(ask: Extract<RunnerFrame, { t: "ask" }>, worker: Worker, bytes: number): void;
  dropped(worker: Worker, request: number): void;
  wanted(worker: Worker, want: { r: number; n: number }): void;
  log(level: "debug" | "info" | "warn" | "error", text: string): void;
  /**
   * Once, when the process has ended or been told to. `reason` is null when it was meant to end; `ofCall`:
   * one call brought it about.
   */
  ended(reason: string | null, worker: Worker, ofCall: boolean): void;
};

export type Pending = {
  session: number;
  /** Null for batches of stream handlers that wait for nothing: see BatchTimes. */
  deadline: Deadline | null;
  events: number;
  bytes: number;
  /** Pieces that a pipe may still give. */
  credit: number;
  end(result: CallEnd): void;
  fail(error: Error): void;
  pieces: ((pieces: Json[]) => void) | null;
};

export type CallRequest = {
  session: number;
  hook: RunnerHook;
  input: JsonObject;
  allowance: Allowance;
  pieces?: (pieces: Json[]) => void;
};

export type StreamBatch = {
  events: JsonObject[];
  body?: JsonObject;
  end(result: CallEnd): void;
  fail(error: Error): void;
};

export type Worker = {
  readonly pid: number;
  readonly alive: boolean;
  /** How it began; it may have stepped back since. */
  readonly niceness: Niceness;
  readonly calls: number;
  /** Calls in its whole life. */
  readonly begun: number;
  load(given: {
    id: string;
    url: string;
    hooks: LoadedFunction["manifest"]["hooks"];
  }): Promise<void>;
  describe(): Promise<Json>;
  open(session: number, given: { valves: JsonObject; facts: JsonObject }): void;
  close(session: number): void;
  call(request: CallRequest): { call: number; end: Promise<CallEnd> };
  /** Sends a batch of events; gives the number of the call. */
  stream(session: number, batch: StreamBatch): number;
  /** Rejects a call with a reason; what comes of it is not waited for. */
  abandon(call: number, reason: Error): void;
  cancel(call: number): void;
  /** The reader of a pipe took some pieces. */
  more(call: number, count: number): void;
  answer(frame: AnswerFrame): void;
  /** Bytes that were sent and not read yet. */
  readonly unread: number;
  pauseCalls(session: number, pause: Pause): () => void;
  kill(reason: string | null): void;
};

export type AnswerFrame =
  | { t: "answer"; r: number; v: Json }
  | { t: "refuse"; r: number; m: string }
  | { t: "chunks"; r: number; v: Json[] };

export type WorkerOptions = {
  runtime: Runtime;
  limits: FunctionLimits;
  niceness: Niceness;
  clock: Clock;
  events: WorkerEvents;
};
