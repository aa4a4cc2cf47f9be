import type { Message } from "../chat/message.ts";
import type { Pipeline } from "../completion/pipeline.ts";
import { ParleyError } from "../errors.ts";
import type { Principal } from "../identity.ts";
import type { Route } from "../models/route.ts";
import type { ChatRepository } from "../ports/chats.ts";
import { pickMetadata } from "./answer-metadata.ts";

type Reopened = { chatId: string; messageId: string; turnId: string; route: Route };

/**
 * Makes an ended answer stream again. Where it had no pick to keep to, as after a filter had sent it
 * away from its arena, what the arena picks now is kept and counted like a first one.
 */
export async function reopen(
  { chats, pipeline }: { chats: ChatRepository; pipeline: Pipeline },
  { userId }: Principal,
  { chatId, messageId, turnId, route }: Reopened,
): Promise<Message> {
  const message = await chats.resumeTurn(userId, chatId, messageId, turnId);
  if (!message) throw new ParleyError("conflict", "This answer is being written already.");
  const metadata = pickMetadata(route);
  if (metadata === null) return message;
  const kept = await chats.upsertMessage(userId, chatId, messageId, { metadata });
  await pipeline.picked(route);
  return kept ?? message;
}
