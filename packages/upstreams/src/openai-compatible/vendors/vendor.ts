import type { CompletionRequest, JsonObject, UpstreamModel } from "@parley/core";

/** A change to a request; gives the same object back when there is nothing to change. */
export type RequestChange = (request: CompletionRequest) => CompletionRequest;

/** What a request is sent to. */
export type Target = {
  /** The connection's address. */
  base: URL;
  /** What OpenAI has below it. */
  path: "/models" | "/chat/completions";
  /** The model that is asked; null for a list. */
  model: string | null;
};

/**
 * How a server differs from OpenAI's protocol, as data: what isn't named here is the family's. Every
 * key may be absent. The tests of all vendors are tables over the recorded answers beside this file.
 */
export type Vendor = {
  name: string;
  /** Recognises the address of its connections: host, and port where it isn't the usual one. */
  host?: RegExp;
  /** Recognises a server that runs anywhere by `owned_by` in its list of models. */
  owner?: RegExp;
  /** The headers that carry the key; absent: OpenAI's. */
  authorize?: (key: string) => Record<string, string>;
  /** Path and query of a request; absent: the address' path, OpenAI's path, the address' query. */
  target?: (target: Target) => string;
  /** The models of an address that can't be asked for them; null where it can. */
  models?: (base: URL) => UpstreamModel[] | null;
  /** Changes to a request, one after the other. */
  request?: RequestChange[];
  /** A chunk, or a whole answer, in OpenAI's terms. Readers of bytes get what the server sent. */
  chunk?: (chunk: JsonObject) => JsonObject;
  /** The same for the `delta` of each choice, or its `message`. */
  delta?: (delta: JsonObject) => JsonObject;
  /** Readers of bytes get the changed chunks too, because OpenAI's clients can't read the server's. */
  rewritesBytes?: boolean;
};
