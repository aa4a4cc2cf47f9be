import {
  type ChatRepository,
  type Message,
  type MessagePatch,
  notFound,
  ParleyError,
  storableJson,
  storableText,
} from "@parley/core";
import { Prisma } from "../generated/client.ts";
import { columnsOf, messageRow, timestamp } from "./rows.ts";
import { parentMustExist, queryOne, type Store } from "./store.ts";

/**
 * `base` with the keys of `patch` on top, and the key `parley` merged the same way one level down.
 * Both are SQL for JSON objects.
 */
export function merged(base: string, patch: string): Prisma.Sql {
  return Prisma.raw(`(${base} || ${patch} || CASE
    WHEN jsonb_typeof(${base}->'parley') = 'object' AND jsonb_typeof(${patch}->'parley') = 'object'
    THEN jsonb_build_object('parley', (${base}->'parley') || (${patch}->'parley'))
    ELSE '{}'::jsonb END)`);
}

/** A patch as parameters; null where a key is absent. */
function parameters(patch: MessagePatch) {
  return {
    content: patch.content === undefined ? null : storableJson(patch.content),
    status: patch.status ?? null,
    model: patch.model === undefined || patch.model === null ? null : storableText(patch.model),
    hasModel: patch.model !== undefined,
    metadata: storableJson(patch.metadata ?? {}),
  };
}

type Call = Parameters<ChatRepository["upsertMessage"]>;
type Create = NonNullable<Call[4]>;

export async function upsertMessage(
  store: Store,
  [userId, chatId, messageId, patch, create]: Call,
): Promise<Message | null> {
  if (patch.status === "streaming") {
    throw new ParleyError("invalid_request", "Only a turn makes a message stream.", {
      param: "status",
    });
  }
  if (create?.parentId === messageId) throw notFound("message");
  const statement =
    create === undefined
      ? update([userId, chatId, messageId], patch)
      : insert(store.now(), [userId, chatId, messageId], { patch, create });
  return parentMustExist(() => queryOne(store.prisma, messageRow, statement));
}

// While a turn runs, its end decides the status.

function update(
  [userId, chatId, messageId]: [string, string, string],
  patch: MessagePatch,
): Prisma.Sql {
  const { content, status, model, hasModel, metadata } = parameters(patch);
  return Prisma.sql`
    UPDATE messages m SET
      content = coalesce(p.content, m.content),
      status = CASE WHEN m.turn_id IS NULL THEN coalesce(p.status, m.status) ELSE m.status END,
      model = CASE WHEN ${hasModel} THEN p.model ELSE m.model END,
      metadata = ${merged("m.metadata", "p.metadata")}
    FROM chats c, (SELECT ${content}::jsonb AS content, ${status}::text AS status,
      ${model}::text AS model, ${metadata}::jsonb AS metadata) p
    WHERE c.id = ${chatId} AND c.user_id = ${userId} AND m.chat_id = c.id AND m.id = ${messageId}
    RETURNING ${columnsOf("m")}`;
}

/** A new message below the shown leaf becomes the shown leaf. */
function insert(
  now: number,
  [userId, chatId, messageId]: [string, string, string],
  { patch, create }: { patch: MessagePatch; create: Create },
): Prisma.Sql {
  const { content, status, model, hasModel, metadata } = parameters(patch);
  return Prisma.sql`
    WITH owned AS (
      SELECT id, current_id FROM chats WHERE id = ${chatId} AND user_id = ${userId}
      FOR NO KEY UPDATE
    ), put AS (
      INSERT INTO messages AS m
        (chat_id, id, parent_id, role, content, status, model, metadata, created_at)
      SELECT owned.id, ${messageId}, ${create.parentId}, ${create.role},
        coalesce(${content}::jsonb, '""'), coalesce(${status}::text, 'done'), ${model}::text,
        ${metadata}::jsonb, ${timestamp(now)}
      FROM owned
      ON CONFLICT (chat_id, id) DO UPDATE SET
        content = CASE WHEN ${content !== null} THEN excluded.content ELSE m.content END,
        status = CASE WHEN ${status !== null} AND m.turn_id IS NULL
          THEN excluded.status ELSE m.status END,
        model = CASE WHEN ${hasModel} THEN excluded.model ELSE m.model END,
        metadata = ${merged("m.metadata", "excluded.metadata")}
      RETURNING ${columnsOf("m")}, m.xmax = 0 AS fresh
    ), moved AS (
      UPDATE chats c SET updated_at = ${timestamp(now)}, current_id = CASE
        WHEN owned.current_id IS NOT DISTINCT FROM put.parent_id THEN put.id ELSE c.current_id END
      FROM owned, put WHERE put.fresh AND c.id = owned.id
    ), led AS (
      UPDATE messages p SET active_child_id = put.id FROM owned, put
      WHERE put.fresh AND p.chat_id = put.chat_id AND p.id = put.parent_id
        AND p.id = owned.current_id
    )
    SELECT * FROM put`;
}
