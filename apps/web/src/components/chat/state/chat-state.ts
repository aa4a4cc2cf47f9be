import type { FilterSwitches } from "@parley/core";
import { emptyBranch } from "./branch.ts";
import type { Branch, BranchMessage, ChatView } from "./types.ts";

/**
 * `new`: nothing is stored yet. `missing`: not there, or not this person's. `removed`: deleted while it
 * was open. `failed`: it could not be read.
 */
export type Phase = "new" | "loading" | "ready" | "missing" | "removed" | "failed";

/** Messages shown before the server has them: they stand in place of all that follows `afterId`. */
export type Pending = { afterId: string | null; messages: readonly BranchMessage[] };

export type ChatState = {
  chatId: string;
  phase: Phase;
  /** Why it could not be read. */
  problem: unknown;
  chat: ChatView | null;
  /** What switchable filters began with in a chat that was begun here; what the chat has comes first. */
  filters: FilterSwitches;
  /** What was switched on this page since: what is read meanwhile may be older. */
  switched: FilterSwitches;
  /** What the server has. */
  branch: Branch;
  pending: Pending | null;
  /** What is shown: the branch, with what is pending. */
  messages: readonly BranchMessage[];
  loadingOlder: boolean;
  /** The answer that was asked to stop and has not ended yet. */
  stoppingId: string | null;
};

export function newChatState(
  chatId: string,
  phase: "new" | "loading",
  filters: FilterSwitches = {},
): ChatState {
  return {
    chatId,
    phase,
    problem: null,
    chat: null,
    filters,
    switched: {},
    branch: emptyBranch,
    pending: null,
    messages: [],
    loadingOlder: false,
    stoppingId: null,
  };
}

/** What is chosen for switchable filters here. */
export function filtersOf({ chat, filters, switched }: ChatState): FilterSwitches {
  return { ...filters, ...chat?.filters, ...switched };
}

/** The state with a change, and what follows from it. */
export function changed(state: ChatState, change: Partial<Omit<ChatState, "messages">>): ChatState {
  const next = { ...state, ...change };
  if (next.branch === state.branch && next.pending === state.pending) return next;
  next.messages = shownMessages(next.branch, next.pending);
  const stopping = next.messages.find((message) => message.id === next.stoppingId);
  if (stopping?.status !== "streaming") next.stoppingId = null;
  return next;
}

function shownMessages(branch: Branch, pending: Pending | null): readonly BranchMessage[] {
  if (pending === null) return branch.messages;
  if (pending.afterId === null) return pending.messages;
  const index = branch.messages.findIndex((message) => message.id === pending.afterId);
  return [...branch.messages.slice(0, index + 1), ...pending.messages];
}

/** A question and its answer as they will be, to show while the server stores them. */
export function pendingTurn(
  state: ChatState,
  turn: {
    question: { id: string; parentId: string | null; content: BranchMessage["content"] } | null;
    answer: { id: string; questionId: string; model: string };
    now: number;
  },
): Pending {
  const { question, answer, now } = turn;
  const common = { chatId: state.chatId, metadata: {}, activeChildId: null, createdAt: now };
  const messages: BranchMessage[] = [];
  if (question !== null) {
    messages.push({
      ...common,
      id: question.id,
      parentId: question.parentId,
      role: "user",
      content: question.content,
      status: "done",
      model: answer.model,
      siblingIds: [...siblingsBelow(state, question.parentId), question.id],
    });
  }
  messages.push({
    ...common,
    id: answer.id,
    parentId: answer.questionId,
    role: "assistant",
    content: "",
    status: "streaming",
    model: answer.model,
    siblingIds: [...(question === null ? siblingsBelow(state, answer.questionId) : []), answer.id],
  });
  return { afterId: question === null ? answer.questionId : question.parentId, messages };
}

function siblingsBelow(state: ChatState, parentId: string | null): readonly string[] {
  const child = state.branch.messages.find((message) => message.parentId === parentId);
  return child?.siblingIds ?? [];
}
