import type { Message } from "../chat/message.ts";
import { storableText } from "../chat/storable.ts";
import { notFound, ParleyError } from "../errors.ts";
import type { TurnStart, TurnStarted } from "../ports/chats.ts";
import {
  type Stored,
  type StoredChat,
  storedContent,
  storedObject,
  viewOf,
} from "./memory-store.ts";
import { showThrough } from "./memory-tree.ts";

export function messageOf(stored: StoredChat | null, messageId: string): Stored | undefined {
  return stored?.messages.find(({ id }) => id === messageId);
}

export function requireParent(stored: StoredChat, parentId: string | null): void {
  if (parentId !== null && messageOf(stored, parentId) === undefined) throw notFound("message");
}

function taken(): ParleyError {
  return new ParleyError("conflict", "This id belongs to another message of the chat.");
}

/** Whatever the chat holds, a turn's messages have ids of their own. */
export function refuseEqualIds({ question, answer, parentId }: TurnStart): void {
  const above = question === undefined ? parentId : question.parentId;
  if (question?.id === answer.id || above === answer.id || above === question?.id) throw taken();
}

export function newChat(userId: string, now: number, start: TurnStart): StoredChat {
  return {
    chat: {
      id: start.chatId,
      userId,
      title: storableText(start.title),
      titleSource: "rule",
      tags: [],
      tagsSource: null,
      pinned: false,
      model: storableText(start.answer.model),
      currentId: null,
      metadata: {},
      createdAt: now,
      updatedAt: now,
    },
    messages: [],
    drafts: [],
  };
}

export function addMessage(
  stored: StoredChat,
  now: number,
  place: Pick<Message, "id" | "parentId" | "role">,
): Stored {
  const message: Stored = {
    chatId: stored.chat.id,
    ...place,
    content: "",
    status: "done",
    model: null,
    metadata: {},
    activeChildId: null,
    createdAt: now,
    turnId: null,
  };
  stored.messages.push(message);
  return message;
}

/** False when the answer is there already. Changes nothing unless it returns true. */
export function addTurn(stored: StoredChat, now: number, start: TurnStart): boolean {
  const { question, answer } = start;
  const parentId = question === undefined ? start.parentId : question.parentId;
  const answered = question?.id ?? start.parentId;
  const before = messageOf(stored, answer.id);
  if (before !== undefined) {
    if (before.role !== "assistant" || before.parentId !== answered) throw taken();
    return false;
  }
  requireParent(stored, parentId);
  const asked = question && messageOf(stored, question.id);
  if (asked && (asked.role !== "user" || asked.parentId !== parentId)) throw taken();
  const model = storableText(answer.model);
  if (question !== undefined && asked === undefined) {
    const added = addMessage(stored, now, { id: question.id, parentId, role: "user" });
    added.content = storedContent(question.content);
    added.metadata = storedObject(question.metadata);
    added.model = model;
  }
  const added = addMessage(stored, now, { id: answer.id, parentId: answered, role: "assistant" });
  added.metadata = storedObject(answer.metadata);
  added.model = model;
  added.status = "streaming";
  added.turnId = start.turnId;
  if (question !== undefined) stored.chat.model = model;
  stored.chat.updatedAt = now;
  showThrough(stored, answer.id);
  return true;
}

export function started(
  stored: StoredChat,
  { question, answer }: TurnStart,
  outcome: { fresh: boolean; chatCreated: boolean },
): TurnStarted {
  const asked = question && messageOf(stored, question.id);
  const made = messageOf(stored, answer.id);
  if (made === undefined) throw new Error("an added message is not there");
  const chat = structuredClone(stored.chat);
  return { chat, question: asked ? viewOf(asked) : null, answer: viewOf(made), ...outcome };
}
