import {
  type Clock,
  type Connection,
  type ConnectionKind,
  type NewId,
  ParleyError,
  type Upstream,
} from "@parley/core";
import { createOllama } from "./ollama/upstream.ts";
import { createOpenAiCompatible } from "./openai-compatible/upstream.ts";
import { withPipelines } from "./pipelines/upstream.ts";
import type { HttpOptions } from "./shared/options.ts";

export { createOllama, type OllamaOptions } from "./ollama/upstream.ts";
export { createOpenAiCompatible } from "./openai-compatible/upstream.ts";
export { defaultHttpOptions, type HttpOptions } from "./shared/options.ts";

export type UpstreamOptions = {
  /** Limits that differ from `defaultHttpOptions`. */
  http?: Partial<HttpOptions>;
  clock?: Clock;
  newId?: NewId;
  /** What answers for functions that are models; without it there are none. */
  pipes?: Upstream;
};

type Create = (connection: Connection, options: UpstreamOptions) => Upstream;

/** Every kind of connection and what answers for it. */
const upstreams: Record<ConnectionKind, Create> = {
  openai: (connection, { http }) =>
    withPipelines(createOpenAiCompatible(connection, http), connection, http),
  ollama: (connection, { http, pipes: _, ...rest }) =>
    createOllama(connection, { ...http, ...rest }),
  function(_, { pipes }) {
    if (pipes !== undefined) return pipes;
    throw new ParleyError("invalid_request", "There are no functions here.");
  },
};

/**
 * What answers for a connection. Opens nothing yet.
 * @throws ParleyError `invalid_request` when the connection's address is none
 */
export function createUpstream(connection: Connection, options: UpstreamOptions = {}): Upstream {
  return upstreams[connection.kind](connection, options);
}
