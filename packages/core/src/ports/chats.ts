import type { Content } from "../chat/content.ts";
import type {
  BranchMessage,
  Chat,
  ChatSummary,
  Message,
  MessagePatch,
  TerminalStatus,
} from "../chat/message.ts";
import type { JsonObject } from "../json.ts";

export type ChatListQuery = {
  /** Words to find in titles or tags, all of them, case-insensitive; empty lists all. */
  search?: string;
  /** `nextCursor` of the page before. */
  cursor?: string;
  limit: number;
};
export type ChatPage = { chats: ChatSummary[]; nextCursor: string | null };

/** Keys of `metadata` replace those it had; all others stay. */
export type ChatPatch = Partial<
  Pick<Chat, "title" | "titleSource" | "pinned" | "model" | "metadata">
> & {
  /** Into `metadata.filters`; the other ones stay as they were. */
  filters?: Record<string, boolean>;
};

/** A stretch of the shown branch, oldest first. */
export type BranchPage = {
  messages: BranchMessage[];
  /** True when older messages of the branch exist. */
  hasMore: boolean;
};

/** A question to store; `id` is the client's, so that a repeated request stores it once. */
export type NewQuestion = {
  id: string;
  parentId: string | null;
  content: Content;
  metadata: JsonObject;
};

/** An answer about to be made. */
export type NewAnswer = { id: string; model: string; metadata: JsonObject };

export type TurnStart = {
  chatId: string;
  turnId: string;
  /** Used only when the chat does not exist yet. */
  title: string;
  /** Absent when an existing message is answered again; then `parentId` is that message. */
  question?: NewQuestion;
  parentId: string | null;
  answer: NewAnswer;
};

export type TurnStarted = {
  chat: Chat;
  chatCreated: boolean;
  question: Message | null;
  answer: Message;
  /** False when this answer id was stored before: the request is a repetition and must not run again. */
  fresh: boolean;
};

/** Text of a running answer that is not in its message yet. */
export type Draft = {
  turnId: string;
  chatId: string;
  messageId: string;
  seq: number;
  content: string;
  reasoning: string;
};

export type TurnEnd = {
  turnId: string;
  chatId: string;
  messageId: string;
  status: TerminalStatus;
  content: Content;
  /** Merged into the message's metadata, `parley` one level deep. */
  metadata: JsonObject;
};

/**
 * Where chats live. Every method that takes `userId` acts only on that user's chats: somebody else's
 * chat behaves exactly like one that does not exist (null, false, or `notFound`).
 * Every method is atomic. The tree's invariants hold after each: a parent exists and is in the same
 * chat; no cycle; `currentId` is a leaf of an existing path; `activeChildId` is a child.
 */
export interface ChatRepository {
  /** Pinned first, then newest `updatedAt`; stable under paging. Never reads messages. */
  list(userId: string, query: ChatListQuery): Promise<ChatPage>;
  find(userId: string, chatId: string): Promise<Chat | null>;
  /** Does not touch `updatedAt`: renaming or pinning must not reorder the list. */
  update(userId: string, chatId: string, patch: ChatPatch): Promise<Chat | null>;
  /** Replaces the title only while it still has `titleSource` "rule": a person's name always wins. */
  nameByModel(userId: string, chatId: string, title: string): Promise<Chat | null>;
  /** Tags a chat that nobody has tagged, and whose tags no person changed; null otherwise. */
  tagByModel(userId: string, chatId: string, tags: readonly string[]): Promise<Chat | null>;
  /** Takes a tag away, which makes the tags a person's. Changes nothing when the chat does not have it. */
  removeTag(userId: string, chatId: string, tag: string): Promise<Chat | null>;
  remove(userId: string, chatId: string): Promise<boolean>;

  /**
   * Of the branch that ends at the chat's `currentId`: its `limit` newest messages; with `beforeId`
   * those above that message (none when it is not there). Null when the chat is not there. Cost grows
   * with `limit`, not with the chat's length.
   */
  branch(
    userId: string,
    chatId: string,
    options: { beforeId?: string; limit: number },
  ): Promise<BranchPage | null>;
  /** Every message from the root down to `messageId`, oldest first; null when it is not there. */
  pathTo(userId: string, chatId: string, messageId: string): Promise<Message[] | null>;
  message(userId: string, chatId: string, messageId: string): Promise<Message | null>;
  /** Ids of all messages with the same parent, oldest first, this one included; empty when it is not there. */
  siblingIds(userId: string, chatId: string, messageId: string): Promise<string[]>;
  /** All messages of a chat in order of creation, for export. */
  messages(userId: string, chatId: string): Promise<Message[] | null>;

  /**
   * Shows the branch through `messageId`: below it, each fork's `activeChildId` leads on (else the
   * newest child). Returns the chat with its new `currentId`.
   */
  showBranch(userId: string, chatId: string, messageId: string): Promise<Chat | null>;

  /**
   * Merges a patch into a message, creating it (as a child of `create.parentId`) when it is absent
   * and `create` is given. One atomic statement: two writers of different keys both win. A message
   * created below the shown leaf is shown, and moves the chat's `updatedAt`.
   * Rejects with `not_found` when the parent is not in the chat, with `invalid_request` for the status
   * `streaming`, which only a turn sets; while a turn runs, a patch's status is ignored.
   */
  upsertMessage(
    userId: string,
    chatId: string,
    messageId: string,
    patch: MessagePatch,
    create?: { parentId: string | null; role: Message["role"] },
  ): Promise<Message | null>;

  /** How many messages `removeMessage` would take away: the message and all below it, hidden branches included. */
  countBelow(userId: string, chatId: string, messageId: string): Promise<number | null>;
  /** Removes a message and everything below it; `currentId` moves to a sibling's branch or to the parent. */
  removeMessage(userId: string, chatId: string, messageId: string): Promise<Chat | null>;

  /**
   * Stores the question and the answer's row (`streaming`), creating the chat when it is absent, and
   * shows that branch. When it resolves, all of it is committed. Repeating it changes nothing. A
   * question also makes its model the chat's. Only a first question begins a chat. Rejects with
   * `not_found` for another chat that is absent or somebody else's and for a parent that is not in the
   * chat, with `conflict` for an id that another message has.
   */
  startTurn(userId: string, start: TurnStart): Promise<TurnStarted>;
  /**
   * Makes an ended answer `streaming` again under a new turn, keeping its text, without what was said
   * about its end (`error` and `finishReason` of `metadata.parley`). Null when it is not there or runs.
   */
  resumeTurn(
    userId: string,
    chatId: string,
    messageId: string,
    turnId: string,
  ): Promise<Message | null>;
  /**
   * Appends text of running answers, many turns in one statement. Ignores turns that have ended, and a
   * `seq` that the turn has written already.
   */
  appendDrafts(drafts: Draft[]): Promise<void>;
  /**
   * Ends a turn: replaces the text, keeps every other key, drops the drafts. False when `turnId` is
   * no longer this message's turn (ended, deleted, or taken over): then nothing is written.
   */
  endTurn(end: TurnEnd): Promise<boolean>;
  /** At start: every `streaming` message becomes `interrupted` with the text its drafts hold. Returns how many. */
  interruptAll(): Promise<number>;
}
