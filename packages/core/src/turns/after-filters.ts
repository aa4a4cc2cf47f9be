import { z } from "zod";
import { replaceText, textOf } from "../chat/content.ts";
import type { Message } from "../chat/message.ts";
import type { Outlet } from "../completion/pipeline.ts";
import { changedFields } from "../functions/branch-body.ts";
import { type JsonObject, jsonObject } from "../json.ts";
import type { ChatRepository } from "../ports/chats.ts";
import { replaceTextOf, type Turn, textNow } from "./running.ts";

const changed = z.looseObject({
  id: z.string().optional(),
  role: z.string().optional(),
  content: z.unknown(),
});
const changedBody = z.looseObject({ messages: z.array(changed).default([]) });

type Parts = {
  outlet: Outlet;
  chats: ChatRepository;
  /** The model that answered, as filters know it. */
  model: string;
};

/**
 * Shows the finished branch to the filters that want it. What they make of the new answer's text
 * replaces it in the turn, and keys that Parley doesn't know become custom fields of it; texts of older messages are replaced where they are stored. The text before
 * the first change is kept as `originalContent`.
 */
export async function showToFilters(turn: Turn, { outlet, chats, model }: Parts): Promise<void> {
  const { branch, chatId, messageId, principal, folded } = turn;
  const before = branch.filter((message) => message.id !== messageId);
  const usage = folded.usage === null ? {} : { usage: folded.usage };
  const said = textNow(turn);
  const answer = { id: messageId, role: "assistant", content: said, ...usage };
  const body: JsonObject = {
    model,
    messages: [...before.map(asFilterSees), answer],
  };
  const result = changedBody.safeParse(await outlet(body, turn.abort.signal));
  const messages = result.data?.messages ?? [];
  // A filter that writes its messages anew may leave out whose they are.
  const own =
    messages.find(({ id }) => id === messageId) ??
    messages.findLast(({ id, role }) => id === undefined && role === "assistant");
  if (typeof own?.content === "string" && own.content !== said) replaceTextOf(turn, own.content);
  turn.fields = changedFields(jsonObject.safeParse(own).data ?? {}, turn.metadata);
  for (const message of before) {
    const text = messages.find(({ id }) => id === message.id)?.content;
    if (typeof text !== "string" || text === textOf(message.content)) continue;
    const content = replaceText(message.content, text);
    const metadata = { originalContent: message.metadata.originalContent ?? message.content };
    await chats.upsertMessage(principal.userId, chatId, message.id, { content, metadata });
    turn.branchChanged = true;
  }
}

function asFilterSees({ id, role, content, createdAt }: Message): JsonObject {
  return { id, role, content: textOf(content), timestamp: Math.floor(createdAt / 1_000) };
}
