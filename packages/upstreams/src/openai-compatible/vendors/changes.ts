import type { CompletionRequest, WireMessage } from "@parley/core";
import { z } from "zod";
import type { RequestChange } from "./vendor.ts";

/** Sends a key by the name that the server knows; what has that name already stays. */
export function rename(from: string, to: string): RequestChange {
  return (request) => {
    if (!(from in request)) return request;
    const { [from]: value, ...rest } = request;
    return asRequest(request, to in rest ? rest : { ...rest, [to]: value });
  };
}

/** Leaves a key out that the server refuses. */
export function without(key: string): RequestChange {
  return (request) => {
    if (!(key in request)) return request;
    const { [key]: _, ...rest } = request;
    return asRequest(request, rest);
  };
}

/** Only keys beside `model`, `messages` and `stream` are ever changed here. */
function asRequest(
  { model, messages, stream }: CompletionRequest,
  rest: Record<string, unknown>,
): CompletionRequest {
  return { ...rest, model, messages, ...(stream === undefined ? {} : { stream }) };
}

/** Changes messages one by one. */
export function eachMessage(change: (message: WireMessage) => WireMessage): RequestChange {
  return (request) => {
    const messages = request.messages.map(change);
    const same = messages.every((message, index) => message === request.messages[index]);
    return same ? request : { ...request, messages };
  };
}

const onlyText = z.array(z.strictObject({ type: z.literal("text"), text: z.string() }));

/** Many servers take no parts in a tool's result. What is more than text stays as it is. */
export const toolResultsAsText = eachMessage((message) => {
  if (message.role !== "tool") return message;
  const parts = onlyText.safeParse(message.content);
  if (!parts.success) return message;
  return { ...message, content: parts.data.map(({ text }) => text).join("\n\n") };
});

/** `developer` is a role of OpenAI's newer models only. */
export const developerAsSystem = eachMessage((message) =>
  message.role === "developer" ? { ...message, role: "system" } : message,
);

/** A message without what the model thought. */
export function withoutThinking(message: WireMessage): WireMessage {
  if (!("reasoning_content" in message || "reasoning" in message)) return message;
  const { reasoning_content: _content, reasoning: _reasoning, ...rest } = message;
  return rest;
}

/** For servers that refuse thinking in what they are sent. */
export const noThinkingBack = eachMessage(withoutThinking);

/** Sends thinking back by the name under which the server reads it. */
export function thinkingBackAs(name: "reasoning_content" | "reasoning"): RequestChange {
  return eachMessage((message) => {
    const other = name === "reasoning" ? "reasoning_content" : "reasoning";
    const { [other]: thinking, ...rest } = message;
    return typeof thinking !== "string" || name in message
      ? message
      : { ...rest, [name]: thinking };
  });
}
