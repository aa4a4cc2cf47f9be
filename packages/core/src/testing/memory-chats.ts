import { type Chat, type Message, summaryOf } from "../chat/message.ts";
import { storableText } from "../chat/storable.ts";
import { notFound, ParleyError } from "../errors.ts";
import { jsonObject } from "../json.ts";
import type {
  BranchPage,
  ChatListQuery,
  ChatPage,
  ChatPatch,
  ChatRepository,
  Draft,
  TurnEnd,
  TurnStart,
  TurnStarted,
} from "../ports/chats.ts";
import {
  applyPatch,
  foldDrafts,
  mergeMetadata,
  type StoredChat,
  storedContent,
  viewOf,
  withoutEnd,
} from "./memory-store.ts";
import { childrenOf, pathOf, removeSubtree, showThrough, subtreeOf } from "./memory-tree.ts";
import {
  addMessage,
  addTurn,
  messageOf,
  newChat,
  refuseEqualIds,
  requireParent,
  started,
} from "./memory-turns.ts";

/** Chats in memory, for tests of whatever needs a repository. Keeps every promise of the port. */
export function memoryChats({ now = Date.now }: { now?: () => number } = {}): ChatRepository {
  return new MemoryChats(now);
}

/** Whether a chat's title or one of its tags has the word, which is in small letters. */
function hasWord({ title, tags }: Chat, word: string): boolean {
  return [title, ...tags].some((text) => text.toLowerCase().includes(word));
}

type UpsertCall = Parameters<ChatRepository["upsertMessage"]>;

class MemoryChats implements ChatRepository {
  readonly #now: () => number;
  readonly #chats = new Map<string, StoredChat>();

  constructor(now: () => number) {
    this.#now = now;
  }

  async list(userId: string, { search = "", cursor, limit }: ChatListQuery): Promise<ChatPage> {
    const words = search.toLowerCase().split(/\s+/);
    const all = [...this.#chats.values()]
      .map(({ chat }) => chat)
      .filter((chat) => chat.userId === userId)
      .filter((chat) => words.every((word) => hasWord(chat, word)))
      .sort(
        (one, other) =>
          Number(other.pinned) - Number(one.pinned) ||
          other.updatedAt - one.updatedAt ||
          (one.id < other.id ? 1 : -1),
      );
    const from = cursor === undefined ? 0 : all.findIndex(({ id }) => id === cursor) + 1;
    const chats = all.slice(from, from + limit).map((chat) => structuredClone(summaryOf(chat)));
    const more = all.length > from + limit;
    return { chats, nextCursor: more ? (chats.at(-1)?.id ?? null) : null };
  }

  async find(userId: string, chatId: string): Promise<Chat | null> {
    const stored = this.#own(userId, chatId);
    return stored === null ? null : structuredClone(stored.chat);
  }

  async update(userId: string, chatId: string, given: ChatPatch): Promise<Chat | null> {
    const { filters, ...patch } = given;
    const stored = this.#own(userId, chatId);
    if (stored === null) return null;
    const title = patch.title === undefined ? {} : { title: storableText(patch.title) };
    const metadata = { ...stored.chat.metadata, ...patch.metadata };
    if (filters !== undefined) {
      metadata.filters = { ...jsonObject.catch({}).parse(metadata.filters), ...filters };
    }
    Object.assign(stored.chat, patch, title, { metadata });
    return structuredClone(stored.chat);
  }

  async nameByModel(userId: string, chatId: string, title: string): Promise<Chat | null> {
    if (this.#own(userId, chatId)?.chat.titleSource !== "rule") return null;
    return this.update(userId, chatId, { title, titleSource: "model" });
  }

  async tagByModel(userId: string, chatId: string, tags: readonly string[]): Promise<Chat | null> {
    const stored = this.#own(userId, chatId);
    if (stored?.chat.tagsSource !== null) return null;
    Object.assign(stored.chat, { tags: tags.map(storableText), tagsSource: "model" });
    return structuredClone(stored.chat);
  }

  async removeTag(userId: string, chatId: string, tag: string): Promise<Chat | null> {
    const stored = this.#own(userId, chatId);
    if (stored === null) return null;
    const { chat } = stored;
    if (chat.tags.includes(storableText(tag))) {
      chat.tags = chat.tags.filter((other) => other !== storableText(tag));
      chat.tagsSource = "person";
    }
    return structuredClone(chat);
  }

  async remove(userId: string, chatId: string): Promise<boolean> {
    return this.#own(userId, chatId) !== null && this.#chats.delete(chatId);
  }

  async branch(
    userId: string,
    chatId: string,
    { beforeId, limit }: { beforeId?: string; limit: number },
  ): Promise<BranchPage | null> {
    const stored = this.#own(userId, chatId);
    if (stored === null) return null;
    const path =
      beforeId === undefined
        ? pathOf(stored, stored.chat.currentId)
        : pathOf(stored, beforeId).slice(0, -1);
    const messages = path.slice(-limit).map((message) => ({
      ...viewOf(message),
      siblingIds: childrenOf(stored, message.parentId).map(({ id }) => id),
    }));
    return { messages, hasMore: path.length > limit };
  }

  async pathTo(userId: string, chatId: string, messageId: string): Promise<Message[] | null> {
    const stored = this.#own(userId, chatId);
    const path = stored === null ? [] : pathOf(stored, messageId);
    return path.length === 0 ? null : path.map(viewOf);
  }

  async message(userId: string, chatId: string, messageId: string): Promise<Message | null> {
    const found = messageOf(this.#own(userId, chatId), messageId);
    return found === undefined ? null : viewOf(found);
  }

  async siblingIds(userId: string, chatId: string, messageId: string): Promise<string[]> {
    const stored = this.#own(userId, chatId);
    const found = messageOf(stored, messageId);
    if (stored === null || found === undefined) return [];
    return childrenOf(stored, found.parentId).map(({ id }) => id);
  }

  async messages(userId: string, chatId: string): Promise<Message[] | null> {
    return this.#own(userId, chatId)?.messages.map(viewOf) ?? null;
  }

  async showBranch(userId: string, chatId: string, messageId: string): Promise<Chat | null> {
    const stored = this.#own(userId, chatId);
    if (stored === null || messageOf(stored, messageId) === undefined) return null;
    showThrough(stored, messageId);
    return structuredClone(stored.chat);
  }

  async upsertMessage(...call: UpsertCall): Promise<Message | null> {
    const [userId, chatId, messageId, patch, create] = call;
    if (patch.status === "streaming") {
      throw new ParleyError("invalid_request", "Only a turn makes a message stream.");
    }
    if (create?.parentId === messageId) throw notFound("message");
    const stored = this.#own(userId, chatId);
    if (stored === null) return null;
    const found = messageOf(stored, messageId);
    if (found !== undefined) {
      applyPatch(found, patch);
      return viewOf(found);
    }
    if (create === undefined) return null;
    requireParent(stored, create.parentId);
    const now = this.#now();
    const message = addMessage(stored, now, { id: messageId, ...create });
    applyPatch(message, patch);
    stored.chat.updatedAt = now;
    if (stored.chat.currentId === create.parentId) showThrough(stored, messageId);
    return viewOf(message);
  }

  async countBelow(userId: string, chatId: string, messageId: string): Promise<number | null> {
    const stored = this.#own(userId, chatId);
    const count = stored === null ? 0 : subtreeOf(stored, messageId).length;
    return count === 0 ? null : count;
  }

  async removeMessage(userId: string, chatId: string, messageId: string): Promise<Chat | null> {
    const stored = this.#own(userId, chatId);
    if (stored === null || messageOf(stored, messageId) === undefined) return null;
    removeSubtree(stored, messageId);
    return structuredClone(stored.chat);
  }

  async startTurn(userId: string, start: TurnStart): Promise<TurnStarted> {
    refuseEqualIds(start);
    const known = this.#chats.get(start.chatId);
    if (known === undefined ? start.question?.parentId !== null : known.chat.userId !== userId) {
      throw notFound("chat");
    }
    const now = this.#now();
    const stored = known ?? newChat(userId, now, start);
    const fresh = addTurn(stored, now, start);
    this.#chats.set(start.chatId, stored);
    return started(stored, start, { fresh, chatCreated: known === undefined });
  }

  async resumeTurn(
    ...[userId, chatId, messageId, turnId]: Parameters<ChatRepository["resumeTurn"]>
  ): Promise<Message | null> {
    const found = messageOf(this.#own(userId, chatId), messageId);
    if (found === undefined || found.role !== "assistant" || found.turnId !== null) return null;
    found.status = "streaming";
    found.turnId = turnId;
    found.metadata = withoutEnd(found.metadata);
    return viewOf(found);
  }

  async appendDrafts(drafts: Draft[]): Promise<void> {
    for (const draft of drafts) {
      const stored = this.#chats.get(draft.chatId);
      if (messageOf(stored ?? null, draft.messageId)?.turnId !== draft.turnId) continue;
      if (stored?.drafts.some(({ turnId, seq }) => turnId === draft.turnId && seq === draft.seq)) {
        continue;
      }
      stored?.drafts.push({
        ...draft,
        content: storableText(draft.content),
        reasoning: storableText(draft.reasoning),
      });
    }
  }

  async endTurn(end: TurnEnd): Promise<boolean> {
    const stored = this.#chats.get(end.chatId);
    const found = messageOf(stored ?? null, end.messageId);
    if (stored === undefined || found?.turnId !== end.turnId) return false;
    found.content = storedContent(end.content);
    found.metadata = mergeMetadata(found.metadata, end.metadata);
    found.status = end.status;
    found.turnId = null;
    stored.drafts = stored.drafts.filter(({ turnId }) => turnId !== end.turnId);
    return true;
  }

  async interruptAll(): Promise<number> {
    let count = 0;
    for (const stored of this.#chats.values()) {
      for (const message of stored.messages) {
        if (message.status !== "streaming") continue;
        foldDrafts(message, stored.drafts);
        count += 1;
      }
      stored.drafts = [];
    }
    return count;
  }

  #own(userId: string, chatId: string): StoredChat | null {
    const stored = this.#chats.get(chatId);
    return stored?.chat.userId === userId ? stored : null;
  }
}
