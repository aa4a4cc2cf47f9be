import {
  type Chat,
  type Content,
  type JsonObject,
  type Message,
  messageStatus,
  role,
} from "@parley/core";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";

/** JSON of our own writing: only its outermost form is checked, for it can be large. */
const storedObject = z.custom<JsonObject>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);
const storedContent = z.custom<Content>(
  (value) => typeof value === "string" || Array.isArray(value),
);

const chatShape = {
  id: z.string(),
  user_id: z.string(),
  title: z.string(),
  title_source: z.enum(["rule", "model", "person"]),
  tags: z.array(z.string()),
  tags_source: z.enum(["model", "person"]).nullable(),
  pinned: z.boolean(),
  model: z.string().nullable(),
  current_id: z.string().nullable(),
  metadata: storedObject,
  created_at: z.date(),
  updated_at: z.date(),
};

export const chatRow = z.object(chatShape).transform(
  (row): Chat => ({
    id: row.id,
    userId: row.user_id,
    title: row.title,
    titleSource: row.title_source,
    tags: row.tags,
    tagsSource: row.tags_source,
    pinned: row.pinned,
    model: row.model,
    currentId: row.current_id,
    metadata: row.metadata,
    createdAt: row.created_at.getTime(),
    updatedAt: row.updated_at.getTime(),
  }),
);

export const messageShape = {
  chat_id: z.string(),
  id: z.string(),
  parent_id: z.string().nullable(),
  role,
  content: storedContent,
  status: messageStatus,
  model: z.string().nullable(),
  metadata: storedObject,
  active_child_id: z.string().nullable(),
  created_at: z.date(),
};

export function toMessage(row: z.infer<z.ZodObject<typeof messageShape>>): Message {
  return {
    chatId: row.chat_id,
    id: row.id,
    parentId: row.parent_id,
    role: row.role,
    content: row.content,
    status: row.status,
    model: row.model,
    metadata: row.metadata,
    activeChildId: row.active_child_id,
    createdAt: row.created_at.getTime(),
  };
}

export const messageRow = z.object(messageShape).transform(toMessage);

export const idRow = z.object({ id: z.string() });

const messageColumns = Object.keys(messageShape);

/** The columns of `messageRow`, of the table by this alias. */
export function columnsOf(alias: string): Prisma.Sql {
  return Prisma.raw(messageColumns.map((column) => `${alias}.${column}`).join(", "));
}

/** Milliseconds since 1970 as a parameter for a timestamp. */
export function timestamp(milliseconds: number): Prisma.Sql {
  return Prisma.sql`${new Date(milliseconds)}::timestamptz`;
}
