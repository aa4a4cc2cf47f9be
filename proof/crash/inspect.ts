import { checkTree } from "@parley/core";
import { silentLog } from "@parley/core/testing";
import { startEmbedded } from "@parley/db";
import { Client } from "pg";
import { z } from "zod";

/** What must not be there in a database that nobody uses: the end of a sentence, and how to count it. */
const mustBeNone = [
  ["answers are still marked as streaming", "FROM messages WHERE status = 'streaming'"],
  ["messages still belong to a turn", "FROM messages WHERE turn_id IS NOT NULL"],
  ["drafts were left behind", "FROM message_drafts"],
  [
    "questions were stored more than once",
    `FROM (SELECT content FROM messages WHERE role = 'user'
     GROUP BY content HAVING count(*) > 1) AS repeated`,
  ],
] as const;

const counted = z.object({ count: z.coerce.number() });
const chatRows = z.array(z.object({ id: z.string(), currentId: z.string().nullable() }));
const messageRows = z.array(
  z.object({
    chatId: z.string(),
    id: z.string(),
    parentId: z.string().nullable(),
    activeChildId: z.string().nullable(),
  }),
);

export type Inspection = { problems: string[]; chats: number; messages: number };

/** Opens the data folder of a Parley that was stopped, and looks into the tables themselves. */
export async function inspect(dataDir: string): Promise<Inspection> {
  const embedded = await startEmbedded({ dataDir, log: silentLog });
  const client = new Client({ connectionString: embedded.url });
  try {
    await client.connect();
    const rows = async (query: string) => (await client.query<Record<string, unknown>>(query)).rows;
    const problems: string[] = [];
    for (const [what, from] of mustBeNone) {
      const { count } = counted.parse((await rows(`SELECT count(*) ${from}`))[0]);
      if (count !== 0) problems.push(`${count} ${what}.`);
    }
    const chats = chatRows.parse(await rows(`SELECT id, current_id AS "currentId" FROM chats`));
    const messages = messageRows.parse(
      await rows(
        `SELECT chat_id AS "chatId", id, parent_id AS "parentId", active_child_id AS "activeChildId" FROM messages`,
      ),
    );
    const ofChat = Map.groupBy(messages, ({ chatId }) => chatId);
    for (const chat of chats) problems.push(...checkTree(ofChat.get(chat.id) ?? [], chat));
    return { problems, chats: chats.length, messages: messages.length };
  } finally {
    await client.end();
    await embedded.stop();
  }
}
