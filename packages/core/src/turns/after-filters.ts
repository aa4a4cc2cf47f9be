import { z } from "zod";
import { textOf } from "../chat/content.ts";
import type { Message } from "../chat/message.ts";
import type { Outlet } from "../completion/pipeline.ts";
import type { JsonObject } from "../json.ts";
import type { ChatRepository } from "../ports/chats.ts";
import type { Turn } from "./running.ts";

const changed = z.object({
  messages: z.array(z.looseObject({ id: z.string().optional(), content: z.unknown() })).default([]),
});

/**
 * Shows the finished branch to the filters that want it. What they make of the new answer's text
 * replaces it in the turn; texts of older messages are replaced where they are stored. The text before
 * is kept as `originalContent`.
 */
export async function showToFilters(
  turn: Turn,
  { outlet, chats }: { outlet: Outlet; chats: ChatRepository },
): Promise<void> {
  const { branch, chatId, messageId, principal } = turn;
  const before = branch.filter((message) => message.id !== messageId);
  const said = new Map(before.map((message) => [message.id, textOf(message.content)]));
  const body: JsonObject = {
    model: turn.route.requestedId,
    messages: [
      ...before.map(asFilterSees),
      {
        id: messageId,
        role: "assistant",
        content: turn.folded.content,
        ...(turn.folded.usage === null ? {} : { usage: turn.folded.usage }),
      },
    ],
    chat_id: chatId,
    session_id: "",
    id: messageId,
  };
  const result = changed.safeParse(await outlet(body, turn.abort.signal));
  for (const { id, content } of result.data?.messages ?? []) {
    if (typeof content !== "string" || id === undefined) continue;
    if (id === messageId) {
      if (content !== turn.folded.content) turn.replaced = content;
      continue;
    }
    const old = said.get(id);
    if (old === undefined || old === content) continue;
    const metadata = { originalContent: old };
    await chats.upsertMessage(principal.userId, chatId, id, { content, metadata });
  }
}

function asFilterSees({ id, role, content, createdAt }: Message): JsonObject {
  return { id, role, content: textOf(content), timestamp: Math.floor(createdAt / 1_000) };
}
