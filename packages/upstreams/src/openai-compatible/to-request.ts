import type { CompletionRequest } from "@parley/core";

/** The call that carries a request: as it is, keys we don't know included. */
export function toRequest(request: CompletionRequest) {
  return {
    method: "POST",
    path: "/chat/completions",
    accept: request.stream === true ? "text/event-stream" : "application/json",
    body: JSON.stringify(request),
  } as const;
}
