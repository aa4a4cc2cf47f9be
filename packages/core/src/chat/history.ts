import { z } from "zod";
import { ParleyError } from "../errors.ts";
import { type JsonObject, jsonObject } from "../json.ts";
import { content } from "./content.ts";
import { entityId, type Message, messageStatus, role } from "./message.ts";
import { checkTree } from "./tree.ts";

/**
 * Open WebUI's `history`, in which chats are exported and imported. A key of the metadata is a key of
 * the message; what the format has no place for goes into `$parley`, so that nothing is lost.
 */
const extras = z.object({
  /** Place in the order of creation. */
  order: z.number(),
  /** Milliseconds; `timestamp` has whole seconds. */
  createdAt: z.number(),
  status: messageStatus,
  activeChildId: z.string().nullable(),
  /** Keys of the metadata that mean something else in the format. */
  metadata: jsonObject,
});

const ownShape = {
  id: entityId,
  parentId: z.string().nullish(),
  childrenIds: z.array(z.string()).default([]),
  role,
  content: content.nullish(),
  timestamp: z.number().optional(),
  model: z.string().nullish(),
  done: z.boolean().nullish(),
  $parley: extras.optional(),
};
const historyMessage = z.looseObject(ownShape);
type HistoryMessage = z.infer<typeof historyMessage>;

export const history = z.looseObject({
  messages: z.record(z.string(), historyMessage),
  currentId: z.string().nullish(),
});
export type History = z.infer<typeof history>;

const ownKeys = new Set(Object.keys(ownShape));

/** The keys of a message of a history that have no column: its custom fields. */
export function customFieldsOf(message: Record<string, unknown>): JsonObject {
  const others = Object.entries(message).filter(([key]) => !ownKeys.has(key));
  return jsonObject.parse(Object.fromEntries(others));
}

/** `messages` in order of creation. */
export function toHistory(messages: Message[], currentId: string | null): History {
  const childrenIds = new Map<string | null, string[]>();
  for (const { id, parentId } of messages) {
    childrenIds.set(parentId, [...(childrenIds.get(parentId) ?? []), id]);
  }
  const exported = messages.map((message, order): [string, HistoryMessage] => {
    const { id, parentId, createdAt, status, activeChildId, metadata } = message;
    const entries = Object.entries(metadata);
    const clashing = Object.fromEntries(entries.filter(([key]) => ownKeys.has(key)));
    return [
      id,
      {
        ...metadata,
        ...{ id, parentId, childrenIds: childrenIds.get(id) ?? [] },
        ...{ role: message.role, content: message.content, model: message.model },
        timestamp: Math.floor(createdAt / 1000),
        done: status !== "streaming",
        $parley: { order, createdAt, status, activeChildId, metadata: clashing },
      },
    ];
  });
  return { messages: Object.fromEntries(exported), currentId };
}

export type ImportedHistory = {
  /** In an order in which each parent comes before its children. */
  messages: Message[];
  currentId: string | null;
};

/**
 * Reads a history, Parley's own or Open WebUI's. An answer that was not done is `interrupted`; a
 * parent that is missing makes its message a root. Throws `invalid_request` when it is no tree.
 */
export function fromHistory(value: unknown, chatId: string): ImportedHistory {
  const parsed = history.safeParse(value);
  if (!parsed.success) throw malformed(z.prettifyError(parsed.error));
  const byId = new Map(Object.entries(parsed.data.messages));
  for (const [key, { id }] of byId) {
    if (key !== id) throw malformed(`the message under ${key} calls itself ${id}`);
  }
  const messages = inOrder(byId).map((message) => imported(message, byId, chatId));
  if (messages.length < byId.size) throw malformed("its messages hang in a circle");
  const currentId = showLeaf(messages, parsed.data.currentId ?? null);
  const problems = checkTree(messages, { currentId });
  if (problems.length > 0) throw malformed(problems.join("; "));
  return { messages, currentId };
}

function malformed(reason: string): ParleyError {
  return new ParleyError("invalid_request", `This history can't be read: ${reason}.`, {
    param: "history",
  });
}

function parentOf(message: HistoryMessage, byId: Map<string, HistoryMessage>): string | null {
  const { parentId } = message;
  return parentId != null && byId.has(parentId) ? parentId : null;
}

/** As they were created, where that is known; else downwards from the roots, siblings as listed. */
function inOrder(byId: Map<string, HistoryMessage>): HistoryMessage[] {
  const all = [...byId.values()];
  if (all.every(({ $parley }) => $parley !== undefined)) {
    return all.sort((one, other) => (one.$parley?.order ?? 0) - (other.$parley?.order ?? 0));
  }
  const children = new Map<string | null, HistoryMessage[]>();
  for (const message of all) {
    const parentId = parentOf(message, byId);
    children.set(parentId, [...(children.get(parentId) ?? []), message]);
  }
  const ordered: HistoryMessage[] = [];
  const waiting = [...(children.get(null) ?? [])].reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    ordered.push(next);
    const listed = next.childrenIds;
    const place = ({ id }: HistoryMessage) =>
      (listed.indexOf(id) + listed.length) % (listed.length || 1);
    waiting.push(...(children.get(next.id) ?? []).sort((one, other) => place(other) - place(one)));
  }
  return ordered;
}

function imported(
  message: HistoryMessage,
  byId: Map<string, HistoryMessage>,
  chatId: string,
): Message {
  const { $parley: kept } = message;
  const metadata = { ...customFieldsOf(message), ...kept?.metadata };
  return {
    chatId,
    id: message.id,
    parentId: parentOf(message, byId),
    role: message.role,
    content: message.content ?? "",
    status: statusOf(message, metadata),
    model: message.model ?? null,
    metadata,
    activeChildId: kept?.activeChildId ?? null,
    createdAt: kept?.createdAt ?? (message.timestamp ?? 0) * 1000,
  };
}

/** No turn comes along with a history: what was being written was cut off. */
function statusOf({ done, $parley }: HistoryMessage, { error }: JsonObject): Message["status"] {
  if ($parley !== undefined && $parley.status !== "streaming") return $parley.status;
  if (error !== undefined && error !== null && error !== false) return "error";
  return done === false ? "interrupted" : "done";
}

/** Below `currentId`, or below the newest root, the leaf that is shown; marks the way to it. */
function showLeaf(messages: Message[], currentId: string | null): string | null {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const newestChild = new Map(messages.map(({ id, parentId }) => [parentId, id]));
  let leaf =
    (currentId !== null && byId.has(currentId) ? currentId : newestChild.get(null)) ?? null;
  for (let below = leaf; below !== null; ) {
    leaf = below;
    below = byId.get(below)?.activeChildId ?? newestChild.get(below) ?? null;
  }
  for (let at = byId.get(leaf ?? ""); at !== undefined; ) {
    const parent: Message | undefined = byId.get(at.parentId ?? "");
    if (parent !== undefined) parent.activeChildId = at.id;
    at = parent;
  }
  return leaf;
}
