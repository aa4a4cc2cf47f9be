import {
  type Chat,
  type ChatRepository,
  type Message,
  notFound,
  ParleyError,
  storableJson,
  storableText,
  type TurnStart,
  type TurnStarted,
} from "@parley/core";
import { Prisma } from "../generated/client.ts";
import { lockChat } from "./read.ts";
import { chatRow, columnsOf, messageRow, timestamp } from "./rows.ts";
import { query, queryOne, type Runner, type Store, transact } from "./store.ts";
import { showThrough } from "./tree.ts";

export async function startTurn(
  store: Store,
  userId: string,
  start: TurnStart,
): Promise<TurnStarted> {
  const { question, answer } = start;
  const parentId = question === undefined ? start.parentId : question.parentId;
  if (question?.id === answer.id || parentId === answer.id || parentId === question?.id) {
    throw taken();
  }
  const now = store.now();
  return transact(store, async (runner) => {
    const { chat, created } = await openChat(runner, [userId, now], start);
    const stored = await storedMessages(runner, start.chatId, [parentId, question?.id, answer.id]);
    const before = stored.get(answer.id);
    if (before !== undefined) return repeated(start, { chat, before, stored });
    if (parentId !== null && !stored.has(parentId)) throw notFound("message");
    const askedBefore = question === undefined ? undefined : stored.get(question.id);
    if (askedBefore !== undefined && !matches(askedBefore, { role: "user", parentId }))
      throw taken();
    await insertTurn(runner, now, { start, askedBefore: askedBefore !== undefined });
    const shown = await touch(runner, now, { start, chat });
    const after = await storedMessages(runner, start.chatId, [question?.id, answer.id]);
    const made = after.get(answer.id);
    if (shown === null || made === undefined) throw new Error("an inserted message is not there");
    return {
      chat: shown,
      chatCreated: created,
      question: question === undefined ? null : (after.get(question.id) ?? null),
      answer: made,
      fresh: true,
    };
  });
}

function taken(): ParleyError {
  return new ParleyError(
    "conflict",
    "This id belongs to another message of the chat. Make a new one.",
  );
}

function matches(
  message: Message,
  expected: { role: Message["role"]; parentId: string | null },
): boolean {
  return message.role === expected.role && message.parentId === expected.parentId;
}

/** The same request again: what it stored, unchanged. */
function repeated(
  { question, parentId }: TurnStart,
  { chat, before, stored }: { chat: Chat; before: Message; stored: Map<string, Message> },
): TurnStarted {
  const expected = { role: "assistant", parentId: question?.id ?? parentId } as const;
  if (!matches(before, expected)) throw taken();
  return {
    chat,
    chatCreated: false,
    question: question === undefined ? null : (stored.get(question.id) ?? null),
    answer: before,
    fresh: false,
  };
}

/** The chat, locked; made when nobody has one of this id. Somebody else's is not found. */
async function openChat(
  runner: Runner,
  [userId, now]: [string, number],
  { chatId, title, answer, question }: TurnStart,
): Promise<{ chat: Chat; created: boolean }> {
  const existing = await lockChat(runner, userId, chatId);
  if (existing !== null) return { chat: existing, created: false };
  // Only a first question begins a chat; whatever else is asked of an absent one must look as it does
  // for somebody else's.
  if (question?.parentId !== null) throw notFound("chat");
  const inserted = await runner.$executeRaw(Prisma.sql`
    INSERT INTO chats (id, user_id, title, title_source, model, created_at, updated_at)
    VALUES (${chatId}, ${userId}, ${storableText(title)}, 'rule', ${storableText(answer.model)},
      ${timestamp(now)}, ${timestamp(now)})
    ON CONFLICT (id) DO NOTHING`);
  const chat = await lockChat(runner, userId, chatId);
  if (chat === null) throw notFound("chat");
  return { chat, created: inserted === 1 };
}

async function storedMessages(
  runner: Runner,
  chatId: string,
  ids: (string | null | undefined)[],
): Promise<Map<string, Message>> {
  const wanted = ids.filter((id) => typeof id === "string");
  const found = await query(
    runner,
    messageRow,
    Prisma.sql`SELECT ${columnsOf("m")} FROM messages m
      WHERE m.chat_id = ${chatId} AND m.id = ANY(${wanted}::text[])`,
  );
  return new Map(found.map((message) => [message.id, message]));
}

async function insertTurn(
  runner: Runner,
  now: number,
  { start, askedBefore }: { start: TurnStart; askedBefore: boolean },
): Promise<void> {
  const { chatId, turnId, question, answer } = start;
  const model = storableText(answer.model);
  const rows = [
    Prisma.sql`(${chatId}, ${answer.id}, ${question?.id ?? start.parentId}, 'assistant',
      '""'::jsonb, 'streaming', ${model}, ${storableJson(answer.metadata)}::jsonb, ${turnId},
      ${timestamp(now)})`,
  ];
  if (question !== undefined && !askedBefore) {
    rows.unshift(Prisma.sql`(${chatId}, ${question.id}, ${question.parentId}, 'user',
      ${storableJson(question.content)}::jsonb, 'done', ${model},
      ${storableJson(question.metadata)}::jsonb, NULL, ${timestamp(now)})`);
  }
  await runner.$executeRaw(Prisma.sql`
    INSERT INTO messages
      (chat_id, id, parent_id, role, content, status, model, metadata, turn_id, created_at)
    VALUES ${Prisma.join(rows)}`);
}

/** Shows the new answer and moves the chat up. A question decides what the next one is asked of. */
async function touch(
  runner: Runner,
  now: number,
  { start, chat }: { start: TurnStart; chat: Chat },
): Promise<Chat | null> {
  const model = start.question === undefined ? chat.model : storableText(start.answer.model);
  await runner.$executeRaw(Prisma.sql`
    UPDATE chats SET updated_at = ${timestamp(now)}, model = ${model} WHERE id = ${chat.id}`);
  const parentId = start.question === undefined ? start.parentId : start.question.parentId;
  // Above the shown leaf every message leads along the path already.
  if (parentId !== chat.currentId) return showThrough(runner, chat.id, start.answer.id);
  await runner.$executeRaw(Prisma.sql`
    UPDATE messages p SET active_child_id = m.id FROM messages m
    WHERE m.chat_id = ${chat.id} AND m.id = ANY(${[start.question?.id ?? "", start.answer.id]}::text[])
      AND p.chat_id = ${chat.id} AND p.id = m.parent_id`);
  return queryOne(
    runner,
    chatRow,
    Prisma.sql`UPDATE chats SET current_id = ${start.answer.id} WHERE id = ${chat.id} RETURNING *`,
  );
}

/** What was said about the earlier end is no longer so. */
export function resumeTurn(
  store: Store,
  [userId, chatId, messageId, turnId]: Parameters<ChatRepository["resumeTurn"]>,
): Promise<Message | null> {
  return queryOne(
    store.prisma,
    messageRow,
    Prisma.sql`
      UPDATE messages m SET status = 'streaming', turn_id = ${turnId}, metadata = CASE
        WHEN jsonb_typeof(m.metadata->'parley') = 'object' THEN m.metadata ||
          jsonb_build_object('parley', (m.metadata->'parley') - 'error' - 'finishReason')
        ELSE m.metadata END
      FROM chats c
      WHERE c.id = ${chatId} AND c.user_id = ${userId} AND m.chat_id = c.id AND m.id = ${messageId}
        AND m.role = 'assistant' AND m.turn_id IS NULL
      RETURNING ${columnsOf("m")}`,
  );
}
