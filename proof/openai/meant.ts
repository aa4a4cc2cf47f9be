import type { Failure, Outcome } from "./outcome.ts";

/** A difference from the upstream that Parley means to make, and how it looks. */
export type Meant = {
  reason: string;
  holds(upstream: Outcome, parley: Outcome): boolean;
};

function same(one: Failure, other: Failure, keys: (keyof Failure)[]): boolean {
  return keys.every((key) => one[key] === other[key]);
}

function bothFailed(check: (upstream: Failure, parley: Failure) => boolean): Meant["holds"] {
  return ({ error: upstream }, { error: parley }) =>
    upstream !== undefined && parley !== undefined && check(upstream, parley);
}

export const meantDifferences = {
  "a refusal says whose it is": {
    reason:
      "Parley may have many upstreams: the message begins with the connection's name, and the error's type is upstream_error. Class, status, code, param and Retry-After are the upstream's.",
    holds: bothFailed(
      (upstream, parley) =>
        same(upstream, parley, ["type", "status", "code", "param", "retryAfter"]) &&
        parley.kind === "upstream_error" &&
        String(parley.message).startsWith("Scripted at ") &&
        String(parley.message).endsWith(`: ${String(upstream.message)}`),
    ),
  },
  "Parley refuses what it need not ask": {
    reason:
      "A request that is none, or names a model that Parley has not, is refused before any upstream is asked: same class and status, Parley's own code and words.",
    holds: bothFailed((upstream, parley) => same(upstream, parley, ["type", "status"])),
  },
  "an upstream that can't be reached is a 5xx": {
    reason:
      "The client's own connection, to Parley, is sound, so it gets an answer that says what failed, where the upstream gave it none.",
    holds: bothFailed(
      (upstream, parley) =>
        upstream.type === "APIConnectionError" &&
        parley.type === "InternalServerError" &&
        (parley.status ?? 0) >= 500,
    ),
  },
  "a connection that breaks in mid-stream is an error event": {
    reason:
      "The client reads what had arrived and then an APIError that says what happened, instead of an error of its socket.",
    holds: (upstream, parley) =>
      upstream.error !== undefined &&
      parley.error?.type === "APIError" &&
      JSON.stringify(parley.chunks) === JSON.stringify(upstream.chunks),
  },
  "a failure with status 200 is a failure": {
    reason:
      "The upstream says 200 to an error or a web page, and the client takes it for an answer; Parley says 502.",
    holds: (upstream, parley) =>
      (upstream.error === undefined || upstream.error.status === null) &&
      parley.error?.status === 502,
  },
  "a whole answer to a streaming caller is streamed": {
    reason: "The client would find nothing in it; Parley gives it the answer as one chunk.",
    holds: (upstream, parley) => upstream.chunks?.length === 0 && parley.chunks?.length === 1,
  },
  "the list of models is Parley's": {
    reason:
      "It has the models of all connections, under the ids that Parley knows them by. The upstream's owner and date are not kept.",
    holds: ({ value: upstream }, { value: parley }) =>
      JSON.stringify(idsOf(upstream)) === JSON.stringify(idsOf(parley)),
  },
} as const satisfies Record<string, Meant>;

export type MeantName = keyof typeof meantDifferences;

function idsOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) return [];
  return value.map((model) => (typeof model === "object" && model !== null ? model.id : null));
}
