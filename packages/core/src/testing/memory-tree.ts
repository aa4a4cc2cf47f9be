import type { Chat, Message } from "../chat/message.ts";

/** A chat with its messages in order of creation. */
export type Tree<M extends Message = Message> = { chat: Chat; messages: M[] };

export function childrenOf<M extends Message>(tree: Tree<M>, parentId: string | null): M[] {
  return tree.messages.filter((message) => message.parentId === parentId);
}

/** From the root down to the message; empty when it is not there. */
export function pathOf<M extends Message>(tree: Tree<M>, messageId: string | null): M[] {
  const message = tree.messages.find(({ id }) => id === messageId);
  return message === undefined ? [] : [...pathOf(tree, message.parentId), message];
}

/** The message and everything below it; empty when it is not there. */
export function subtreeOf<M extends Message>(tree: Tree<M>, messageId: string): M[] {
  const message = tree.messages.find(({ id }) => id === messageId);
  if (message === undefined) return [];
  return [message, ...childrenOf(tree, messageId).flatMap((child) => subtreeOf(tree, child.id))];
}

/** Makes the branch through the message the shown one, down to its leaf. */
export function showThrough(tree: Tree, messageId: string): void {
  let leafId = messageId;
  for (;;) {
    const children = childrenOf(tree, leafId);
    const leaf = tree.messages.find(({ id }) => id === leafId);
    const next = children.find(({ id }) => id === leaf?.activeChildId) ?? children.at(-1);
    if (next === undefined) break;
    leafId = next.id;
  }
  const path = pathOf(tree, leafId);
  for (const [index, message] of path.entries()) {
    const next = path[index + 1];
    if (next !== undefined) message.activeChildId = next.id;
  }
  tree.chat.currentId = leafId;
}

/** Takes the subtree away and shows the nearest sibling's branch, or the parent, if it was shown. */
export function removeSubtree(tree: Tree, messageId: string): void {
  const target = tree.messages.find(({ id }) => id === messageId);
  if (target === undefined) return;
  const siblings = childrenOf(tree, target.parentId);
  const at = siblings.indexOf(target);
  const gone = new Set(subtreeOf(tree, messageId).map(({ id }) => id));
  tree.messages.splice(0, tree.messages.length, ...tree.messages.filter(({ id }) => !gone.has(id)));
  const parent = tree.messages.find(({ id }) => id === target.parentId);
  if (parent?.activeChildId === messageId) parent.activeChildId = null;
  if (tree.chat.currentId === null || !gone.has(tree.chat.currentId)) return;
  const next = siblings[at - 1] ?? siblings[at + 1] ?? parent;
  if (next === undefined) tree.chat.currentId = null;
  else showThrough(tree, next.id);
}
