import { silentLog } from "@parley/core/testing";
import { startEmbedded } from "@parley/db";
import { Client } from "pg";
import type { World } from "./world.ts";

/** A chat to be stored: a line of questions and answers. */
export type SeedChat = {
  id: string;
  title: string;
  /** Milliseconds since 1970. */
  updatedAt: number;
  /** Texts, oldest first; questions and answers take turns. */
  messages: string[];
};

/** Puts chats of the world's owner into the tables, while no Parley runs on the folder. */
export async function seedChats(
  { dataDir, session }: Pick<World, "dataDir" | "session">,
  chats: SeedChat[],
): Promise<void> {
  const embedded = await startEmbedded({ dataDir, log: silentLog });
  const client = new Client({ connectionString: embedded.url });
  try {
    await client.connect();
    await client.query("BEGIN");
    await insertChats(client, chats, session.userId);
    for (const chat of chats) await insertMessages(client, chat);
    await client.query("COMMIT");
    await client.query("ANALYZE");
  } finally {
    await client.end();
    await embedded.stop();
  }
}

async function insertChats(client: Client, chats: SeedChat[], userId: string): Promise<void> {
  await client.query(
    `INSERT INTO chats (id, user_id, title, title_source, current_id, created_at, updated_at)
     SELECT v.id, $2, v.title, 'model', v.current_id, to_timestamp(v.at / 1000.0), to_timestamp(v.at / 1000.0)
     FROM jsonb_to_recordset($1::jsonb) AS v(id text, title text, current_id text, at bigint)`,
    [
      JSON.stringify(
        chats.map(({ id, title, updatedAt, messages }) => ({
          id,
          title,
          current_id: messageId(messages.length - 1),
          at: updatedAt,
        })),
      ),
      userId,
    ],
  );
}

async function insertMessages(
  client: Client,
  { id, updatedAt, messages }: SeedChat,
): Promise<void> {
  const rows = messages.map((text, index) => ({
    id: messageId(index),
    parent_id: index === 0 ? null : messageId(index - 1),
    active_child_id: index === messages.length - 1 ? null : messageId(index + 1),
    role: index % 2 === 0 ? "user" : "assistant",
    content: text,
    at: updatedAt - (messages.length - index) * 1000,
  }));
  await client.query(
    `INSERT INTO messages (chat_id, id, parent_id, active_child_id, role, content, status, created_at)
     SELECT $1, v.id, v.parent_id, v.active_child_id, v.role, v.content, 'done', to_timestamp(v.at / 1000.0)
     FROM jsonb_to_recordset($2::jsonb)
       AS v(id text, parent_id text, active_child_id text, role text, content jsonb, at bigint)`,
    [id, JSON.stringify(rows)],
  );
}

/** Ids count within their chat. */
function messageId(index: number): string {
  return `m-${index + 1}`;
}
