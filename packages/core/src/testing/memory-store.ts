import { type Content, content } from "../chat/content.ts";
import type { Message, MessagePatch } from "../chat/message.ts";
import { storableJson, storableText } from "../chat/storable.ts";
import { type Json, type JsonObject, jsonObject } from "../json.ts";
import type { Draft } from "../ports/chats.ts";
import type { Tree } from "./memory-tree.ts";

/** A message with the turn that is making it. */
export type Stored = Message & { turnId: string | null };

export type StoredChat = Tree<Stored> & { drafts: Draft[] };

export function storedContent(value: Content): Content {
  return content.parse(JSON.parse(storableJson(value)));
}

export function storedObject(value: JsonObject): JsonObject {
  return jsonObject.parse(JSON.parse(storableJson(value)));
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Key by key, and `parley` one level deep. */
export function mergeMetadata(base: JsonObject, patch: JsonObject): JsonObject {
  const above = storedObject(patch);
  const merged = { ...base, ...above };
  if (isObject(base.parley) && isObject(above.parley)) {
    merged.parley = { ...base.parley, ...above.parley };
  }
  return merged;
}

export function applyPatch(message: Stored, patch: MessagePatch): void {
  if (patch.content !== undefined) message.content = storedContent(patch.content);
  if (patch.status !== undefined && message.turnId === null) message.status = patch.status;
  if (patch.model !== undefined) {
    message.model = patch.model === null ? null : storableText(patch.model);
  }
  message.metadata = mergeMetadata(message.metadata, patch.metadata ?? {});
}

/** A copy for the caller, so that nobody changes what is stored. */
export function viewOf({ turnId: _, ...message }: Stored): Message {
  return structuredClone(message);
}

/** What a turn said about its end is no longer so when another one goes on. */
export function withoutEnd(metadata: JsonObject): JsonObject {
  if (!isObject(metadata.parley)) return metadata;
  const { error: _, finishReason: __, ...parley } = metadata.parley;
  return { ...metadata, parley };
}

/** Ends a running message with the text that its drafts hold. */
export function foldDrafts(message: Stored, drafts: Draft[]): void {
  const own = drafts
    .filter(({ messageId, turnId }) => messageId === message.id && turnId === message.turnId)
    .sort((one, other) => one.seq - other.seq);
  const text = own.map((draft) => draft.content).join("");
  const reasoning = own.map((draft) => draft.reasoning).join("");
  if (typeof message.content === "string") message.content += text;
  else if (text !== "") message.content.push({ type: "text", text });
  if (reasoning !== "") {
    const { parley } = message.metadata;
    const before = isObject(parley) ? parley : {};
    const already = typeof before.reasoning === "string" ? before.reasoning : "";
    message.metadata = {
      ...message.metadata,
      parley: { ...before, reasoning: already + reasoning },
    };
  }
  message.status = "interrupted";
  message.turnId = null;
}
