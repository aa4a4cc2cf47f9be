import { shown } from "../chat/blind.ts";
import type { BranchMessage, Message } from "../chat/message.ts";
import { notFound } from "../errors.ts";
import type { Principal } from "../identity.ts";
import type { ChatRepository } from "../ports/chats.ts";

/** The messages down to one, oldest first; rejects when it is not there or not theirs. */
export async function branchUpTo(
  chats: ChatRepository,
  { userId }: Principal,
  ...[chatId, messageId]: [string, string]
): Promise<Message[]> {
  const branch = await chats.pathTo(userId, chatId, messageId);
  if (!branch) throw notFound("message");
  return branch;
}

/** A message as its owner may see it, with its alternatives. */
export async function branchMessage(
  chats: ChatRepository,
  { userId }: Principal,
  message: Message,
): Promise<BranchMessage> {
  const siblingIds = await chats.siblingIds(userId, message.chatId, message.id);
  return shown({ ...message, siblingIds });
}
