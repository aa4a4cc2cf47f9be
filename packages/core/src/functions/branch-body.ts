import { replaceText, textOf } from "../chat/content.ts";
import type { Message } from "../chat/message.ts";
import { ownFieldsOf } from "../chat/reserved.ts";
import { type JsonObject, jsonObject } from "../json.ts";
import type { ChatRepository } from "../ports/chats.ts";
import { fieldsFromFunction } from "./extensions.ts";

/** Keys of a message that are Parley's; whatever else a function gives one becomes a custom field. */
const known = new Set([
  ...["id", "role", "content", "timestamp", "usage", "model", "status", "metadata"],
  ...["parentId", "childrenIds", "siblingIds", "chatId", "createdAt", "activeChildId", "$parley"],
]);

/** A stored message as functions see it, with its custom fields. */
export function asFunctionSees({ id, role, content, createdAt, metadata }: Message): JsonObject {
  return {
    ...customFields(ownFieldsOf(metadata)),
    ...{ id, role, content: textOf(content), timestamp: Math.floor(createdAt / 1_000) },
  };
}

function customFields(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !known.has(key)));
}

/** The custom fields of a message that came back, as far as they differ from those that it had. */
export function changedFields(given: JsonObject, before: JsonObject): JsonObject {
  const own = Object.entries(fieldsFromFunction(customFields(given)));
  return Object.fromEntries(
    own.filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key] ?? null)),
  );
}

/** What of a message is to be changed: a new text, custom fields. */
export type MessageChange = { id: string; content?: string; fields: JsonObject };

/** Reads the changes out of messages that came back from a function, by their ids. */
export function changesIn(
  messages: readonly unknown[],
  branch: readonly Message[],
): MessageChange[] {
  const byId = new Map(branch.map((message) => [message.id, message]));
  return messages.flatMap((one) => {
    const given = jsonObject.safeParse(one).data;
    const before = typeof given?.id === "string" ? byId.get(given.id) : undefined;
    if (given === undefined || before === undefined) return [];
    const fields = changedFields(given, before.metadata);
    const { content } = given;
    const isNew = typeof content === "string" && content !== textOf(before.content);
    if (!isNew && Object.keys(fields).length === 0) return [];
    return [{ id: before.id, fields, ...(isNew ? { content } : {}) }];
  });
}

/**
 * Stores changes of messages, each in one merging statement; the text before the first change is kept
 * as `originalContent`.
 */
export async function storeChanges(
  chats: ChatRepository,
  { userId, branch }: { userId: string; branch: readonly Message[] },
  changes: readonly MessageChange[],
): Promise<void> {
  for (const { id, content, fields } of changes) {
    const before = branch.find((message) => message.id === id);
    if (before === undefined) continue;
    const original = before.metadata.originalContent ?? before.content;
    await chats.upsertMessage(userId, before.chatId, id, {
      ...(content === undefined ? {} : { content: replaceText(before.content, content) }),
      metadata: { ...fields, ...(content === undefined ? {} : { originalContent: original }) },
    });
  }
}
