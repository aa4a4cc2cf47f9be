import type { Chat } from "@parley/core";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { lockChat } from "./read.ts";
import { chatRow } from "./rows.ts";
import { queryOne, type Runner, type Store, transact } from "./store.ts";

/**
 * Makes the branch through `messageId` the shown one, down to its leaf: each fork below leads to its
 * `active_child_id`, else to its newest child; each message on the path then leads along it.
 * The chat must be locked. Null when the message is not there.
 */
export function showThrough(
  runner: Runner,
  chatId: string,
  messageId: string,
): Promise<Chat | null> {
  return queryOne(
    runner,
    chatRow,
    Prisma.sql`
      WITH RECURSIVE down AS (
        SELECT m.id, m.active_child_id, 1 AS depth FROM messages m
        WHERE m.chat_id = ${chatId} AND m.id = ${messageId}
        UNION ALL
        SELECT next.id, next.active_child_id, down.depth + 1 FROM down
        JOIN LATERAL (
          SELECT c.id, c.active_child_id FROM messages c
          WHERE c.chat_id = ${chatId} AND c.parent_id = down.id
          ORDER BY (c.id = down.active_child_id) DESC, c.position DESC LIMIT 1
        ) next ON true
      ), leaf AS (
        SELECT id FROM down ORDER BY depth DESC LIMIT 1
      ), up AS (
        SELECT m.id, m.parent_id FROM messages m JOIN leaf ON m.id = leaf.id
        WHERE m.chat_id = ${chatId}
        UNION ALL
        SELECT p.id, p.parent_id FROM up
        JOIN messages p ON p.chat_id = ${chatId} AND p.id = up.parent_id
      ), led AS (
        UPDATE messages m SET active_child_id = up.id FROM up
        WHERE m.chat_id = ${chatId} AND m.id = up.parent_id
          AND m.active_child_id IS DISTINCT FROM up.id
      )
      UPDATE chats SET current_id = leaf.id FROM leaf WHERE chats.id = ${chatId}
      RETURNING chats.*`,
  );
}

export function showBranch(
  store: Store,
  [userId, chatId, messageId]: [string, string, string],
): Promise<Chat | null> {
  return transact(store, async (runner) => {
    if ((await lockChat(runner, userId, chatId)) === null) return null;
    return showThrough(runner, chatId, messageId);
  });
}

/** A message and everything below it. */
const below = (chatId: string, messageId: string) => Prisma.sql`
  below AS (
    SELECT m.id FROM messages m WHERE m.chat_id = ${chatId} AND m.id = ${messageId}
    UNION ALL
    SELECT c.id FROM below JOIN messages c ON c.chat_id = ${chatId} AND c.parent_id = below.id
  )`;

export async function countBelow(
  store: Store,
  [userId, chatId, messageId]: [string, string, string],
): Promise<number | null> {
  const counted = await queryOne(
    store.prisma,
    z.object({ count: z.bigint() }),
    Prisma.sql`
      WITH RECURSIVE ${below(chatId, messageId)}
      SELECT count(below.id) AS count FROM chats c LEFT JOIN below ON true
      WHERE c.id = ${chatId} AND c.user_id = ${userId}`,
  );
  return counted === null || counted.count === 0n ? null : Number(counted.count);
}

const removedRow = z.object({ parent_id: z.string().nullable(), position: z.bigint() });
const successorRow = z.object({ id: z.string() });

/** The sibling that takes a removed message's place: the one just older, else the one just newer. */
function nearestSibling(
  runner: Runner,
  chatId: string,
  { parent_id, position }: z.infer<typeof removedRow>,
) {
  const siblings =
    parent_id === null ? Prisma.sql`parent_id IS NULL` : Prisma.sql`parent_id = ${parent_id}`;
  return queryOne(
    runner,
    successorRow,
    Prisma.sql`
      SELECT id FROM messages WHERE chat_id = ${chatId} AND ${siblings}
      ORDER BY (position < ${position}) DESC, abs(position - ${position}) LIMIT 1`,
  );
}

export function removeMessage(
  store: Store,
  [userId, chatId, messageId]: [string, string, string],
): Promise<Chat | null> {
  return transact(store, async (runner) => {
    const chat = await lockChat(runner, userId, chatId);
    if (chat === null) return null;
    const target = await queryOne(
      runner,
      removedRow,
      Prisma.sql`SELECT parent_id, position FROM messages WHERE chat_id = ${chatId} AND id = ${messageId}`,
    );
    if (target === null) return null;
    await runner.$executeRaw(Prisma.sql`
      WITH RECURSIVE ${below(chatId, messageId)}
      DELETE FROM messages m USING below WHERE m.chat_id = ${chatId} AND m.id = below.id`);
    await runner.$executeRaw(Prisma.sql`
      UPDATE messages SET active_child_id = NULL
      WHERE chat_id = ${chatId} AND id = ${target.parent_id} AND active_child_id = ${messageId}`);
    const shown = await queryOne(
      runner,
      successorRow,
      Prisma.sql`SELECT id FROM messages WHERE chat_id = ${chatId} AND id = ${chat.currentId}`,
    );
    if (shown !== null) return chat;
    const next = (await nearestSibling(runner, chatId, target))?.id ?? target.parent_id;
    if (next !== null) return showThrough(runner, chatId, next);
    return queryOne(
      runner,
      chatRow,
      Prisma.sql`UPDATE chats SET current_id = NULL WHERE id = ${chatId} RETURNING *`,
    );
  });
}
