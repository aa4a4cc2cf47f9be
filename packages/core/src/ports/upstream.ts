import type { CompletionChunk, CompletionRequest } from "../completion/wire.ts";

/** A model as its upstream lists it. */
export type UpstreamModel = {
  /** The upstream's own id, without a connection's prefix. */
  id: string;
  name: string;
  description?: string;
};

/**
 * An answer that has begun: the upstream accepted the request and sent its status.
 * Consume exactly one of `bytes()` and `chunks()`, once. Leaving either early, or aborting the
 * signal, closes the upstream's connection.
 */
export interface UpstreamAnswer {
  /** The answer in OpenAI's wire format (SSE when streamed, else JSON), as it comes. */
  bytes(): AsyncIterable<Uint8Array>;
  /** The same answer, parsed. Not streamed: one chunk that holds all of it. */
  chunks(): AsyncIterable<CompletionChunk>;
}

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
   * `Retry-After` and message are kept. An error in mid-stream rejects the iterator.
   */
  complete(request: CompletionRequest, options: UpstreamCallOptions): Promise<UpstreamAnswer>;

  /** Closes pooled connections. */
  close(): Promise<void>;
}
