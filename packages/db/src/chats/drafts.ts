import { type Draft, storableJson, storableText, type TurnEnd } from "@parley/core";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { queryOne, type Store } from "./store.ts";
import { merged } from "./upsert.ts";

/**
 * The rows of the turns are locked against their end, so that no draft lands after it; drafts of
 * turns that have ended find no row.
 */
export async function appendDrafts(store: Store, drafts: Draft[]): Promise<void> {
  if (drafts.length === 0) return;
  const column = <T>(pick: (draft: Draft) => T) => drafts.map(pick);
  await store.prisma.$executeRaw(Prisma.sql`
    WITH given AS (
      SELECT * FROM unnest(
        ${column((draft) => draft.chatId)}::text[], ${column((draft) => draft.messageId)}::text[],
        ${column((draft) => draft.turnId)}::text[], ${column((draft) => draft.seq)}::int[],
        ${column((draft) => storableText(draft.content))}::text[],
        ${column((draft) => storableText(draft.reasoning))}::text[]
      ) AS d (chat_id, message_id, turn_id, seq, content, reasoning)
    ), live AS (
      SELECT m.chat_id, m.id, m.turn_id FROM messages m
      WHERE (m.chat_id, m.id, m.turn_id) IN (SELECT chat_id, message_id, turn_id FROM given)
      ORDER BY m.chat_id, m.id FOR SHARE
    )
    INSERT INTO message_drafts (chat_id, message_id, turn_id, seq, content, reasoning)
    SELECT given.* FROM given JOIN live
      ON live.chat_id = given.chat_id AND live.id = given.message_id AND live.turn_id = given.turn_id
    ON CONFLICT DO NOTHING`);
}

export async function endTurn(store: Store, end: TurnEnd): Promise<boolean> {
  // Two statements: the second sees the drafts that the first had to wait for.
  const [ended] = await store.prisma.$transaction([
    store.prisma.$executeRaw(Prisma.sql`
      UPDATE messages m SET content = ${storableJson(end.content)}::jsonb, status = ${end.status},
        turn_id = NULL, metadata = ${merged("m.metadata", "p.metadata")}
      FROM (SELECT ${storableJson(end.metadata)}::jsonb AS metadata) p
      WHERE m.chat_id = ${end.chatId} AND m.id = ${end.messageId} AND m.turn_id = ${end.turnId}`),
    store.prisma.$executeRaw(Prisma.sql`
      DELETE FROM message_drafts WHERE chat_id = ${end.chatId} AND message_id = ${end.messageId}
        AND turn_id = ${end.turnId}`),
  ]);
  return ended === 1;
}

/** The drafts go to the end of the text; to a list of parts they are added as one more part. */
export async function interruptAll(store: Store): Promise<number> {
  const counted = await queryOne(
    store.prisma,
    z.object({ count: z.bigint() }),
    Prisma.sql`
      WITH drafts AS (
        SELECT chat_id, message_id, turn_id, string_agg(content, '' ORDER BY seq) AS content,
          string_agg(reasoning, '' ORDER BY seq) AS reasoning
        FROM message_drafts GROUP BY chat_id, message_id, turn_id
      ), running AS (
        SELECT m.chat_id, m.id, coalesce(d.content, '') AS content,
          coalesce(d.reasoning, '') AS reasoning
        FROM messages m LEFT JOIN drafts d
          ON d.chat_id = m.chat_id AND d.message_id = m.id AND d.turn_id = m.turn_id
        WHERE m.status = 'streaming'
      ), ended AS (
        UPDATE messages m SET status = 'interrupted', turn_id = NULL,
          content = CASE
            WHEN running.content = '' THEN m.content
            WHEN jsonb_typeof(m.content) = 'string'
              THEN to_jsonb((m.content #>> '{}') || running.content)
            ELSE m.content || jsonb_build_object('type', 'text', 'text', running.content) END,
          metadata = CASE
            WHEN running.reasoning = '' THEN m.metadata
            ELSE m.metadata || jsonb_build_object('parley', CASE
              WHEN jsonb_typeof(m.metadata->'parley') = 'object' THEN m.metadata->'parley'
              ELSE '{}'::jsonb END || jsonb_build_object('reasoning',
                coalesce(m.metadata->'parley'->>'reasoning', '') || running.reasoning)) END
        FROM running
        WHERE m.chat_id = running.chat_id AND m.id = running.id AND m.status = 'streaming'
        RETURNING 1
      ), swept AS (
        DELETE FROM message_drafts
      )
      SELECT count(*) AS count FROM ended`,
  );
  return Number(counted?.count ?? 0n);
}
