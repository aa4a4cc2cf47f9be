import { silentLog } from "@parley/core/testing";
import { startEmbedded } from "@parley/db";
import { Client } from "pg";
import { z } from "zod";

const count = z.object({ count: z.coerce.number() });

/** What must be 0 in a database that nobody uses, each as a sentence's beginning and a query. */
const mustBeNone: [what: string, query: string][] = [
  [
    "answers are still marked as streaming",
    "SELECT count(*) FROM messages WHERE status = 'streaming'",
  ],
  ["messages still belong to a turn", "SELECT count(*) FROM messages WHERE turn_id IS NOT NULL"],
  ["drafts were left behind", "SELECT count(*) FROM message_drafts"],
  [
    "questions were stored more than once",
    `SELECT count(*) FROM (SELECT content FROM messages WHERE role = 'user'
     GROUP BY content HAVING count(*) > 1) AS repeated`,
  ],
  [
    "messages have a parent that is not in their chat",
    `SELECT count(*) FROM messages m LEFT JOIN messages p ON p.chat_id = m.chat_id AND p.id = m.parent_id
     WHERE m.parent_id IS NOT NULL AND p.id IS NULL`,
  ],
  [
    "chats show a message that is not their own, or not a leaf",
    `SELECT count(*) FROM chats c WHERE c.current_id IS NOT NULL AND
     (NOT EXISTS (SELECT FROM messages m WHERE m.chat_id = c.id AND m.id = c.current_id)
      OR EXISTS (SELECT FROM messages m WHERE m.chat_id = c.id AND m.parent_id = c.current_id))`,
  ],
  [
    "chats with messages show none",
    `SELECT count(*) FROM chats c WHERE c.current_id IS NULL
     AND EXISTS (SELECT FROM messages m WHERE m.chat_id = c.id)`,
  ],
  [
    "messages can't be reached from a first one",
    `WITH RECURSIVE reached AS (
       SELECT chat_id, id FROM messages WHERE parent_id IS NULL
       UNION SELECT m.chat_id, m.id FROM messages m
       JOIN reached r ON r.chat_id = m.chat_id AND r.id = m.parent_id)
     SELECT (SELECT count(*) FROM messages) - (SELECT count(*) FROM reached) AS count`,
  ],
];

export type Inspection = { problems: string[]; chats: number; messages: number };

/** Opens the data folder of a Parley that was stopped, and looks into the tables themselves. */
export async function inspect(dataDir: string): Promise<Inspection> {
  const embedded = await startEmbedded({ dataDir, log: silentLog });
  const client = new Client({ connectionString: embedded.url });
  try {
    await client.connect();
    const ask = async (query: string) =>
      count.parse((await client.query<Record<string, unknown>>(query)).rows[0]).count;
    const problems: string[] = [];
    for (const [what, query] of mustBeNone) {
      const found = await ask(query);
      if (found !== 0) problems.push(`${found} ${what}.`);
    }
    return {
      problems,
      chats: await ask("SELECT count(*) FROM chats"),
      messages: await ask("SELECT count(*) FROM messages"),
    };
  } finally {
    await client.end();
    await embedded.stop();
  }
}
