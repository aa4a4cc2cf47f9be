import type { Route } from "../models/route.ts";
import type { ChatRepository } from "../ports/chats.ts";
import { metadataOf, pickAfterMove } from "./answer-metadata.ts";
import type { Turn } from "./running.ts";

/** A filter chose another way; what an arena picks on it counts as if it had been asked for. */
export async function keepMove(turn: Turn, to: Route, chats: ChatRepository): Promise<void> {
  const pick = pickAfterMove(turn, to);
  turn.moved = { to, pick };
  if (pick === null) return;
  const { principal, chatId, messageId } = turn;
  const metadata = metadataOf(pick);
  await chats.upsertMessage(principal.userId, chatId, messageId, { metadata });
}
