import type { BranchPage, Chat, Message } from "@parley/core";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { chatRow, columnsOf, idRow, messageRow, messageShape, toMessage } from "./rows.ts";
import { query, queryOne, type Runner, type Store } from "./store.ts";

/** Null when there is no such chat of this user. */
export function findChat(runner: Runner, userId: string, chatId: string): Promise<Chat | null> {
  return queryOne(
    runner,
    chatRow,
    Prisma.sql`SELECT * FROM chats WHERE id = ${chatId} AND user_id = ${userId}`,
  );
}

/** The same, and nobody else changes this chat's tree until the transaction ends. */
export function lockChat(runner: Runner, userId: string, chatId: string): Promise<Chat | null> {
  return queryOne(
    runner,
    chatRow,
    Prisma.sql`SELECT * FROM chats WHERE id = ${chatId} AND user_id = ${userId} FOR NO KEY UPDATE`,
  );
}

/** `parent_id = x` finds no roots, and the form that does would use no index. */
const siblingsOf = (alias: string) =>
  Prisma.raw(`CASE WHEN ${alias}.parent_id IS NULL
    THEN ARRAY(SELECT s.id FROM messages s
      WHERE s.chat_id = ${alias}.chat_id AND s.parent_id IS NULL ORDER BY s.position)
    ELSE ARRAY(SELECT s.id FROM messages s
      WHERE s.chat_id = ${alias}.chat_id AND s.parent_id = ${alias}.parent_id ORDER BY s.position)
    END`);

// The chat itself comes with every row, and alone when the branch is empty.
const branchRow = z.union([
  z.object({ ...messageShape, sibling_ids: z.array(z.string()) }),
  z.object({ id: z.null() }).transform(() => null),
]);

/** Climbs from the leaf with a limit, so the cost does not grow with the chat. */
export async function branch(
  store: Store,
  [userId, chatId]: [string, string],
  { beforeId, limit }: { beforeId?: string; limit: number },
): Promise<BranchPage | null> {
  const lowest =
    beforeId === undefined
      ? Prisma.sql`chat.current_id`
      : Prisma.sql`(SELECT b.parent_id FROM messages b WHERE b.chat_id = chat.id AND b.id = ${beforeId})`;
  const rows = await query(
    store.prisma,
    branchRow,
    Prisma.sql`
      WITH RECURSIVE chat AS (
        SELECT id, current_id FROM chats WHERE id = ${chatId} AND user_id = ${userId}
      ), up AS (
        SELECT m.*, 1 AS height FROM chat
        JOIN messages m ON m.chat_id = chat.id AND m.id = ${lowest}
        UNION ALL
        SELECT p.*, up.height + 1 FROM up
        JOIN messages p ON p.chat_id = up.chat_id AND p.id = up.parent_id
        WHERE up.height < ${limit + 1}
      )
      SELECT ${columnsOf("up")}, ${siblingsOf("up")} AS sibling_ids
      FROM chat LEFT JOIN up ON true
      ORDER BY up.height DESC`,
  );
  if (rows.length === 0) return null;
  const found = rows.flatMap((row) =>
    row === null ? [] : [{ ...toMessage(row), siblingIds: row.sibling_ids }],
  );
  return { messages: found.slice(-limit), hasMore: found.length > limit };
}

export async function pathTo(
  store: Store,
  [userId, chatId, messageId]: [string, string, string],
): Promise<Message[] | null> {
  const path = await query(
    store.prisma,
    messageRow,
    Prisma.sql`
      WITH RECURSIVE up AS (
        SELECT m.*, 1 AS height FROM messages m JOIN chats c ON c.id = m.chat_id
        WHERE c.id = ${chatId} AND c.user_id = ${userId} AND m.id = ${messageId}
        UNION ALL
        SELECT p.*, up.height + 1 FROM up
        JOIN messages p ON p.chat_id = up.chat_id AND p.id = up.parent_id
      )
      SELECT ${columnsOf("up")} FROM up ORDER BY up.height DESC`,
  );
  return path.length === 0 ? null : path;
}

export function findMessage(
  runner: Runner,
  [userId, chatId, messageId]: [string, string, string],
): Promise<Message | null> {
  return queryOne(
    runner,
    messageRow,
    Prisma.sql`
      SELECT ${columnsOf("m")} FROM messages m JOIN chats c ON c.id = m.chat_id
      WHERE c.id = ${chatId} AND c.user_id = ${userId} AND m.id = ${messageId}`,
  );
}

export async function siblingIds(
  store: Store,
  [userId, chatId, messageId]: [string, string, string],
): Promise<string[]> {
  const row = z.object({ sibling_ids: z.array(z.string()) });
  const found = await queryOne(
    store.prisma,
    row,
    Prisma.sql`
      SELECT ${siblingsOf("m")} AS sibling_ids FROM messages m JOIN chats c ON c.id = m.chat_id
      WHERE c.id = ${chatId} AND c.user_id = ${userId} AND m.id = ${messageId}`,
  );
  return found?.sibling_ids ?? [];
}

export async function allMessages(
  store: Store,
  [userId, chatId]: [string, string],
): Promise<Message[] | null> {
  const [own, messages] = await store.prisma.$transaction([
    store.prisma.$queryRaw(
      Prisma.sql`SELECT id FROM chats WHERE id = ${chatId} AND user_id = ${userId}`,
    ),
    store.prisma.$queryRaw(Prisma.sql`
      SELECT ${columnsOf("m")} FROM messages m JOIN chats c ON c.id = m.chat_id
      WHERE c.id = ${chatId} AND c.user_id = ${userId} ORDER BY m.position`),
  ]);
  return z.array(idRow).parse(own).length === 0 ? null : z.array(messageRow).parse(messages);
}
