import type { CompletionOrigin } from "../ports/upstream.ts";
import { metadataOf } from "./inlet.ts";
import type { CompletionCall } from "./pipeline.ts";

/** What functions and pipes are told of a call. */
export function originOf(call: CompletionCall, startedAt: number): CompletionOrigin {
  const { principal, place = null, task, chain = [], request } = call;
  return {
    ...{ principal, place, chain, startedAt },
    model: { id: request.model, name: request.model },
    metadata: metadataOf(call),
    caller: callerOf(call),
    isTask: task !== undefined,
  };
}

export function callerOf({ task, place, chain = [] }: CompletionCall): string {
  if (task !== undefined) return task;
  if (chain.length > 0) return "function";
  return place === undefined ? "api" : "chat";
}
