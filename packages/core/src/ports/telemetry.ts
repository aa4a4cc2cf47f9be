import type { TraceStep } from "../completion/trace.ts";
import type { JsonObject } from "../json.ts";

/** How a completion ended. `refused`: before an upstream accepted it. `left`: its caller went away. */
export type CompletionOutcome = "done" | "stopped" | "interrupted" | "error" | "refused" | "left";

/** A completion that has ended, without anything that was said in it. */
export type CompletionEnded = {
  /** Milliseconds since 1970. */
  startedAt: number;
  endedAt: number;
  /** Ids of the model that was asked for, and of the upstream's model that answered; null: none did. */
  requestedModel: string;
  model: string | null;
  /** Name and kind of the connection that answered; null: none did. */
  connection: { name: string; kind: string } | null;
  /** "chat" for a stored chat, "api" for a caller without one, or the name of a task. */
  caller: string;
  outcome: CompletionOutcome;
  /** The code of the error that ended it. */
  errorCode: string | null;
  /** Milliseconds until the first piece of text; null when that is not known. */
  firstTokenMs: number | null;
  usage: JsonObject | null;
  /** What happened on the way. */
  steps: readonly TraceStep[];
};

/** Where figures about completions go. Must not throw, and must not keep its caller waiting. */
export interface Telemetry {
  completionEnded(ended: CompletionEnded): void;
}
