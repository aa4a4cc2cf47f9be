import type { Chat, Message } from "./message.ts";

type Node = Pick<Message, "id" | "parentId" | "activeChildId">;

/** Ids from the message up to its root, or null when that walk leaves the tree or goes in a circle. */
function wayUp(byId: Map<string, Node>, id: string): string[] | null {
  const way: string[] = [];
  const seen = new Set<string>();
  for (let at: string | null = id; at !== null; ) {
    const node = byId.get(at);
    if (node === undefined || seen.has(at)) return null;
    seen.add(at);
    way.push(at);
    at = node.parentId;
  }
  return way;
}

/** Messages that no root leads to: they hang in a circle, or below one. */
function unrooted(messages: Node[], byId: Map<string, Node>): string[] {
  const rooted = new Set<string>();
  return messages.flatMap(({ id }) => {
    const fresh = new Set<string>();
    let at: string | null = id;
    while (at !== null && !rooted.has(at)) {
      const node = byId.get(at);
      if (node === undefined || fresh.has(at)) return [id];
      fresh.add(at);
      at = node.parentId;
    }
    for (const one of fresh) rooted.add(one);
    return [];
  });
}

/**
 * What is wrong with a chat's tree, as sentences; empty when nothing is. The rules: ids are unique;
 * each parent exists; there is no circle; `activeChildId` names a child; `currentId` is a leaf, and
 * null exactly when there are no messages.
 */
export function checkTree(messages: Node[], chat: Pick<Chat, "currentId">): string[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const problems: string[] = [];
  if (byId.size < messages.length) problems.push("two messages have the same id");
  for (const { id, parentId, activeChildId } of messages) {
    if (parentId !== null && !byId.has(parentId)) {
      problems.push(`the parent ${parentId} of ${id} does not exist`);
    }
    if (activeChildId !== null && byId.get(activeChildId)?.parentId !== id) {
      problems.push(`the active child ${activeChildId} of ${id} is not its child`);
    }
  }
  if (problems.length === 0) {
    problems.push(...unrooted(messages, byId).map((id) => `${id} hangs in a circle`));
  }
  return [...problems, ...checkCurrent(messages, byId, chat.currentId)];
}

function checkCurrent(
  messages: Node[],
  byId: Map<string, Node>,
  currentId: string | null,
): string[] {
  if (currentId === null) return messages.length === 0 ? [] : ["no message is current"];
  if (!byId.has(currentId)) return [`the current message ${currentId} does not exist`];
  if (wayUp(byId, currentId) === null) return [`no way leads from ${currentId} up to a root`];
  const child = messages.find((message) => message.parentId === currentId);
  return child === undefined ? [] : [`the current message ${currentId} has the child ${child.id}`];
}
