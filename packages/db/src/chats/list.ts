import {
  type ChatListQuery,
  type ChatPage,
  ParleyError,
  parseJson,
  storableText,
} from "@parley/core";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { query, type Store } from "./store.ts";

/** Pinned, updatedAt in milliseconds, id: where the page before ended. */
const cursorShape = z.tuple([z.boolean(), z.number(), z.string()]);
type Cursor = z.infer<typeof cursorShape>;

function encode(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

function decode(text: string): Cursor {
  const cursor = parseJson(cursorShape, Buffer.from(text, "base64url").toString());
  if (cursor !== null) return cursor;
  throw new ParleyError(
    "invalid_request",
    "This cursor is not one of this list. Start at its top.",
    {
      param: "cursor",
    },
  );
}

const summaryRow = z.object({
  id: z.string(),
  title: z.string(),
  tags: z.array(z.string()),
  pinned: z.boolean(),
  updated_at: z.date(),
});

/**
 * Holds for chats with the word anywhere in their title or in a tag, whatever signs it holds, in large
 * or small letters. No word reaches from one tag into the next, for words have no spaces.
 */
function hasWord(word: string): Prisma.Sql {
  const matches = matcher(storableText(word));
  return Prisma.sql`(title ${matches} OR array_to_string(tags, ' ') ${matches})`;
}

/** What stands behind a text to ask whether it contains another one. */
function matcher(text: string): Prisma.Sql {
  const isAscii = /^[\0-\x7f]*$/.test(text);
  if (isAscii) return Prisma.sql`ILIKE ${`%${text.replace(/[\\%_]/g, "\\$&")}%`}`;
  // In a database of the C locale, ILIKE knows the two forms of ASCII's letters only: here both are named.
  return Prisma.sql`~ ${Array.from(text, eitherCase).join("")}`;
}

/** A regular expression for one character in its large or its small form. */
function eitherCase(character: string): string {
  const forms = new Set([character, character.toLowerCase(), character.toUpperCase()]);
  const literal = [...forms].map((form) => form.replace(/[!-/:-@[-`{-~]/g, "\\$&"));
  return `(?:${literal.join("|")})`;
}

export async function listChats(
  store: Store,
  userId: string,
  { search = "", cursor, limit }: ChatListQuery,
): Promise<ChatPage> {
  const conditions = [Prisma.sql`user_id = ${userId}`];
  for (const word of search.split(/\s+/).filter((part) => part !== "")) {
    conditions.push(hasWord(word));
  }
  if (cursor !== undefined) {
    const [pinned, updatedAt, id] = decode(cursor);
    conditions.push(
      Prisma.sql`(pinned, updated_at, id) < (${pinned}, ${new Date(updatedAt)}::timestamptz, ${id})`,
    );
  }
  const rows = await query(
    store.prisma,
    summaryRow,
    Prisma.sql`
      SELECT id, title, tags, pinned, updated_at FROM chats
      WHERE ${Prisma.join(conditions, " AND ")}
      ORDER BY pinned DESC, updated_at DESC, id DESC
      LIMIT ${limit + 1}`,
  );
  const chats = rows.slice(0, limit).map(({ updated_at, ...row }) => ({
    ...row,
    updatedAt: updated_at.getTime(),
  }));
  const last = chats.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { chats, nextCursor: more ? encode([last.pinned, last.updatedAt, last.id]) : null };
}
