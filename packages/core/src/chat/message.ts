import { z } from "zod";
import { type JsonObject, jsonObject } from "../json.ts";
import { type Content, content } from "./content.ts";

/** Chat and message ids: made by the client or the server, at most 64 characters that need no escaping. */
export const entityId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be 1–64 letters, digits, _ or -");

export const role = z.enum(["system", "user", "assistant", "tool"]);
export type Role = z.infer<typeof role>;

/**
 * `streaming` is the only state that is not final. `stopped`: a person ended it. `interrupted`: the
 * server went away in the middle; the text so far is kept and can be continued.
 */
export const messageStatus = z.enum(["streaming", "done", "stopped", "error", "interrupted"]);
export type MessageStatus = z.infer<typeof messageStatus>;

/** The ways a turn can end. */
export type TerminalStatus = Exclude<MessageStatus, "streaming">;

/**
 * One message of a chat, keyed by (chatId, id). `metadata` holds every key that has no column of its
 * own, as it came: custom fields, and what Parley itself records under `parley` (see ParleyMetadata).
 */
export type Message = {
  chatId: string;
  id: string;
  parentId: string | null;
  role: Role;
  content: Content;
  status: MessageStatus;
  /** Id of the model that answered (assistant) or was asked (user); null when unknown. */
  model: string | null;
  metadata: JsonObject;
  /** The child last looked at: going back to this fork shows it again. */
  activeChildId: string | null;
  /** Milliseconds since 1970. */
  createdAt: number;
};

/** What Parley records about an answer, under `metadata.parley`. Times in milliseconds. */
export const parleyMetadata = z.looseObject({
  modelName: z.string().optional(),
  /** Switchable filters that were on. */
  filterIds: z.array(z.string()).optional(),
  reasoning: z.string().optional(),
  finishReason: z.string().optional(),
  timing: z
    .looseObject({
      startedAt: z.number(),
      firstTokenMs: z.number().optional(),
      totalMs: z.number().optional(),
    })
    .optional(),
  usage: jsonObject.optional(),
  toolCalls: z.array(jsonObject).optional(),
  error: z
    .looseObject({
      ...{ code: z.string(), message: z.string(), status: z.number() },
      retryAfter: z.string().optional(),
    })
    .optional(),
});
export type ParleyMetadata = z.infer<typeof parleyMetadata>;

/** Reads `metadata.parley`; empty when absent or not of the known shape (a client may write anything). */
export function parleyMetadataOf(metadata: JsonObject): ParleyMetadata {
  const parsed = parleyMetadata.safeParse(metadata.parley);
  return parsed.success ? parsed.data : {};
}

/** A change to a message: keys given replace, all others stay. Metadata merges key by key. */
export const messagePatch = z.strictObject({
  content: content.optional(),
  status: messageStatus.optional(),
  model: z.string().nullable().optional(),
  metadata: jsonObject.optional(),
});
export type MessagePatch = z.infer<typeof messagePatch>;

/** A message on the branch that is shown, with its alternatives. */
export type BranchMessage = Message & {
  /** Ids of all messages with the same parent, oldest first, this one included. */
  siblingIds: string[];
};

export type Chat = {
  id: string;
  userId: string;
  title: string;
  /** Who named it: `rule` may be replaced by a model, `model` and `person` stay. */
  titleSource: "rule" | "model" | "person";
  /** What it is about, in a few broad words. */
  tags: string[];
  /** Who tagged it last; null: nobody yet. A model tags only what nobody tagged. */
  tagsSource: "model" | "person" | null;
  pinned: boolean;
  /** The model chosen for the next message of this chat. */
  model: string | null;
  /** The leaf of the branch that is shown; null while the chat is empty. */
  currentId: string | null;
  metadata: JsonObject;
  createdAt: number;
  updatedAt: number;
};

/** A row of the sidebar: never carries messages. */
export type ChatSummary = Pick<Chat, "id" | "title" | "tags" | "pinned" | "updatedAt">;

export function summaryOf({ id, title, tags, pinned, updatedAt }: Chat): ChatSummary {
  return { id, title, tags, pinned, updatedAt };
}
