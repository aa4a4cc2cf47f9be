import type { CompletionRequest } from "@parley/core";
import { toMessages } from "./to-messages.ts";
import { formatOf, keepAliveOf, optionsOf, thinkOf } from "./to-options.ts";

/** An OpenAI request as the body of Ollama's `POST /api/chat`. */
export function toChat(request: CompletionRequest) {
  const options = optionsOf(request);
  const format = formatOf(request);
  const think = thinkOf(request);
  const keepAlive = keepAliveOf(request);
  const withTools = Array.isArray(request.tools) && request.tools.length > 0;
  return {
    model: request.model,
    messages: toMessages(request.messages),
    // Ollama streams unless told otherwise.
    stream: request.stream === true,
    ...(withTools && request.tool_choice !== "none" ? { tools: request.tools } : {}),
    ...(format === undefined ? {} : { format }),
    ...(think === undefined ? {} : { think }),
    ...(keepAlive === undefined ? {} : { keep_alive: keepAlive }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
}

/** The call that carries a request. */
export function toRequest(request: CompletionRequest) {
  return {
    method: "POST",
    path: "/api/chat",
    accept: request.stream === true ? "application/x-ndjson" : "application/json",
    body: JSON.stringify(toChat(request)),
  } as const;
}
