import { type CompletionRequest, textOf } from "@parley/core";

/** A request as the demonstrations read it. */
export type ConversationView = {
  /** The message to answer. */
  last: string;
  /** What the person said before it, oldest first. */
  earlier: string[];
  /** All text, whoever said it. */
  all: string;
  /** Whether the last message brings something other than text. */
  hasAttachment: boolean;
  request: CompletionRequest;
};

export function viewOf(request: CompletionRequest): ConversationView {
  const texts = request.messages.map(({ role, content }) => ({
    role,
    text: textOf(content ?? ""),
  }));
  const said = texts.filter(({ role }) => role === "user").map(({ text }) => text);
  const lastMessage = request.messages.findLast(({ role }) => role === "user");
  const parts = Array.isArray(lastMessage?.content) ? lastMessage.content : [];
  return {
    last: (said.at(-1) ?? "").trim(),
    earlier: said.slice(0, -1),
    all: texts.map(({ text }) => text).join("\n\n"),
    hasAttachment: parts.some((part) => part.type !== "text"),
    request,
  };
}
