import { type Json, type JsonObject, json, jsonObject } from "@parley/core";
import { z } from "zod";
import type {
  Branch,
  BranchMessage,
  ExtendedEvent,
  TurnEndEvent,
  TurnStartEvent,
} from "./types.ts";

type Text = { content: string; reasoning: string };

export const emptyBranch: Branch = { messages: [], hasMore: false };

/**
 * The branch after a turn began, or null when the turn hangs below a message that is not loaded: then
 * the branch must be read again.
 */
export function withTurn(
  branch: Branch,
  { question, answer }: Pick<TurnStartEvent, "question" | "answer">,
): Branch | null {
  const known = branch.messages.findIndex((message) => message.id === answer.id);
  // A continued answer keeps its place, and what was asked after it.
  if (known !== -1) return { ...branch, messages: branch.messages.with(known, answer) };
  const first = question ?? answer;
  const kept = upTo(branch, first.parentId);
  if (kept === null) return null;
  const hasMore = first.parentId === null ? false : branch.hasMore;
  return { messages: [...kept, ...(question ? [question] : []), answer], hasMore };
}

/** The messages up to and including `id`; none for null; null when it is not loaded. */
function upTo(branch: Branch, id: string | null): readonly BranchMessage[] | null {
  if (id === null) return [];
  const index = branch.messages.findIndex((message) => message.id === id);
  return index === -1 ? null : branch.messages.slice(0, index + 1);
}

/** The branch after a turn ended with this text and thinking, which the page has from the deltas. */
export function withEnd(branch: Branch, event: TurnEndEvent, text: Text | null): Branch {
  const index = branch.messages.findIndex((message) => message.id === event.messageId);
  const message = branch.messages[index];
  if (message === undefined) return branch;
  const ended: BranchMessage = {
    ...message,
    status: event.status,
    content: text?.content ?? message.content,
    metadata: { ...message.metadata, ...withReasoning(event.metadata, text?.reasoning ?? "") },
  };
  return { ...branch, messages: branch.messages.with(index, ended) };
}

/** The branch after a function added something to a message: in order, each thing once. */
export function withExtension(branch: Branch, { messageId, extension }: ExtendedEvent): Branch {
  const index = branch.messages.findIndex((message) => message.id === messageId);
  const message = branch.messages[index];
  if (message === undefined || extension.kind === "notification") return branch;
  const { metadata } = message;
  const added =
    extension.kind === "files"
      ? { files: z.array(json).parse(extension.files) }
      : extension.kind === "status"
        ? { statusHistory: withEntry(metadata.statusHistory, extension.status) }
        : { sources: withEntry(metadata.sources, extension.source) };
  const extended = { ...message, metadata: { ...metadata, ...added } };
  return { ...branch, messages: branch.messages.with(index, extended) };
}

/** What was read a moment ago may hold the entry already. */
function withEntry(list: Json | undefined, given: unknown): Json[] {
  const before = Array.isArray(list) ? list : [];
  const entry = json.parse(given);
  const isThere = JSON.stringify(before.at(-1)) === JSON.stringify(entry);
  return isThere ? before : [...before, entry];
}

function withReasoning(metadata: JsonObject, reasoning: string): JsonObject {
  if (reasoning === "") return metadata;
  const own = jsonObject.safeParse(metadata.parley);
  return { ...metadata, parley: { ...(own.success ? own.data : {}), reasoning } };
}

/** Puts a page of older messages before the branch; a page that does not fit (any more) changes nothing. */
export function withOlder(branch: Branch, older: Branch): Branch {
  const last = older.messages.at(-1);
  const first = branch.messages[0];
  if (last === undefined) return { ...branch, hasMore: older.hasMore };
  if (first === undefined || first.parentId !== last.id) return branch;
  return { messages: [...older.messages, ...branch.messages], hasMore: older.hasMore };
}

/**
 * The branch as it was read anew. Older messages that were loaded before stay where the new stretch
 * joins them, and a message that did not change keeps its identity, so that it is not rendered again.
 */
export function withFresh(branch: Branch, fresh: Branch): Branch {
  const first = fresh.messages[0];
  if (first === undefined) return fresh;
  const before = upTo(branch, first.parentId);
  const joined = first.parentId === null || before === null ? [] : before;
  const known = new Map(branch.messages.map((message) => [message.id, message]));
  const messages = [
    ...joined,
    ...fresh.messages.map((message) => {
      const old = known.get(message.id);
      return old !== undefined && sameMessage(old, message) ? old : message;
    }),
  ];
  const hasMore = joined.length === 0 ? fresh.hasMore : branch.hasMore;
  const unchanged =
    messages.length === branch.messages.length &&
    hasMore === branch.hasMore &&
    messages.every((message, index) => message === branch.messages[index]);
  return unchanged ? branch : { messages, hasMore };
}

function sameMessage(a: BranchMessage, b: BranchMessage): boolean {
  // What runs is followed live: the row's text is less than the page has.
  if (a.status === "streaming" && b.status === "streaming") {
    return JSON.stringify({ ...a, content: "" }) === JSON.stringify({ ...b, content: "" });
  }
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The answer that is being written, nearest to the end; undefined when none is. */
export function streamingOf(messages: readonly BranchMessage[]): BranchMessage | undefined {
  return messages.findLast((message) => message.status === "streaming");
}
