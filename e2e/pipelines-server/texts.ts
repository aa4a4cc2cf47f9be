import { type JsonObject, jsonObject } from "@parley/core";
import { z } from "zod";

const messages = z.array(jsonObject);

/** Changes the text of the last message of a role; the others stay as they are. */
export function withLastText(
  body: JsonObject,
  role: "user" | "assistant",
  change: (text: string) => string,
): JsonObject {
  const all = messages.parse(body.messages);
  const last = all.findLastIndex((message) => message.role === role);
  return {
    ...body,
    messages: all.map((message, index) =>
      index === last ? { ...message, content: change(String(message.content)) } : message,
    ),
  };
}

export function lastText(body: JsonObject, role: "user" | "assistant"): string {
  const last = messages.parse(body.messages).findLast((message) => message.role === role);
  return last === undefined ? "" : String(last.content);
}
