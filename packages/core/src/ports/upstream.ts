import type { UpstreamHeaders } from "../completion/upstream-headers.ts";
import type { CompletionChunk, CompletionRequest } from "../completion/wire.ts";
import type { Principal } from "../identity.ts";
import type { JsonObject } from "../json.ts";

/** What a model of a pipelines server does there. */
export type PipelineRole = {
  type: "pipe" | "filter" | "manifold";
  /** Whether it has settings that can be read and written. */
  valves: boolean;
  /** Of a filter: the ids of the models it is for; `["*"]` is all. */
  targets: string[];
  /** Of a filter: the lower goes first. */
  priority: number;
};

/** A model as its upstream lists it. */
export type UpstreamModel = {
  /** The upstream's own id, without a connection's prefix. */
  id: string;
  name: string;
  description?: string;
  /** Present when it belongs to a pipelines server. */
  pipeline?: PipelineRole;
  /** Why it can't answer now, though its upstream is there, as a sentence. */
  unavailable?: string;
};

/** Who asked, as a pipelines server is told. */
export type PipelineUser = { id: string; name: string; email: string; role: string };

/**
 * The filters of a pipelines server. A refusal by a filter rejects with the code `filter_refused` and
 * the filter's own words; everything else that goes wrong rejects with an upstream's code.
 */
export interface PipelineFilters {
  /** What `body` becomes before it is sent to the model. */
  inlet(filterId: string, call: PipelineCall): Promise<JsonObject>;
  /** What `body` becomes after the model has answered. */
  outlet(filterId: string, call: PipelineCall): Promise<JsonObject>;
  valves(id: string, options: UpstreamCallOptions): Promise<JsonObject>;
  /** A JSON schema of the valves. */
  valvesSpec(id: string, options: UpstreamCallOptions): Promise<JsonObject>;
  setValves(id: string, valves: JsonObject, options: UpstreamCallOptions): Promise<JsonObject>;
}
export type PipelineCall = { user: PipelineUser; body: JsonObject; signal: AbortSignal };

/**
 * An answer that has begun: the upstream accepted the request and sent its status.
 * Consume exactly one of `bytes()` and `chunks()`, once. Leaving either early, or aborting the
 * signal, closes the upstream's connection.
 */
export interface UpstreamAnswer {
  /** What the response's headers said that callers of the API are given; absent: nothing. */
  readonly headers?: UpstreamHeaders;
  /** The answer in OpenAI's wire format (SSE when streamed, else JSON), as it comes. */
  bytes(): AsyncIterable<Uint8Array>;
  /** The same answer, parsed. Not streamed: one chunk that holds all of it. */
  chunks(): AsyncIterable<CompletionChunk>;
}

/** Who asks, and what for. Told to what answers inside Parley; no other server learns it. */
export type CompletionOrigin = {
  principal: Principal;
  /** The model that answers, by Parley's id. */
  model: { id: string; name: string };
  /** A blind arena picked what answers: `model` is then the arena. */
  isBlind?: boolean;
  /** What the caller said beside the request. */
  metadata: JsonObject;
  /** The stored message that the answer is for. */
  place: { chatId: string; messageId: string } | null;
  /** "chat" for a stored chat, "api" for a caller without one, "action", "function" for what one asks, or the name of a task. */
  caller: string;
  /** Whether Parley asks for itself. */
  isTask: boolean;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Ids of the functions that ask one another, the first one first. */
  chain: readonly string[];
};

export type UpstreamCallOptions = {
  /** Aborting ends the call at once; the pending promise or iterator then rejects with the signal's reason. */
  signal: AbortSignal;
};

/** Something that answers. One per connection; long-lived; safe to call many times at once. */
export interface Upstream {
  /** Rejects with a ParleyError whose message says why and what to do. Never hangs longer than its timeout. */
  listModels(options: UpstreamCallOptions): Promise<UpstreamModel[]>;

  /**
   * Sends a completion. `request.model` is the upstream's own id.
   * Rejects with a ParleyError, before any byte was handed on, when the upstream refuses: its status,
   * `Retry-After`, message and the headers that callers are given are kept. An error in mid-stream rejects the iterator.
   */
  complete(
    request: CompletionRequest,
    options: UpstreamCallOptions & { origin?: CompletionOrigin },
  ): Promise<UpstreamAnswer>;

  /** Of a pipelines server. */
  readonly pipelines?: PipelineFilters;

  /** Closes pooled connections. */
  close(): Promise<void>;
}
