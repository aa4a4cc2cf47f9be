import { notFound, ParleyError } from "../errors.ts";
import { admit, type Principal } from "../identity.ts";
import { jsonObject } from "../json.ts";
import type { ChatListQuery, ChatPatch, ChatRepository } from "../ports/chats.ts";
import type { Publisher } from "../ports/publisher.ts";
import type { Turns } from "../turns/turns.ts";
import { shown } from "./blind.ts";
import type { FilterSwitches } from "./filter-switches.ts";
import {
  type BranchMessage,
  type Chat,
  type ChatSummary,
  type Message,
  type MessagePatch,
  summaryOf,
} from "./message.ts";
import { ownChange } from "./reserved.ts";

export type ListedChat = ChatSummary & { running: boolean };
export type OpenedChat = { chat: Chat; messages: BranchMessage[]; hasMore: boolean };

/** What a person does with their chats, apart from asking for answers (see Turns). */
export class Chats {
  readonly #chats: ChatRepository;
  readonly #turns: Turns;
  readonly #publisher: Publisher;

  constructor(parts: { chats: ChatRepository; turns: Turns; publisher: Publisher }) {
    this.#chats = parts.chats;
    this.#turns = parts.turns;
    this.#publisher = parts.publisher;
  }

  async list(
    principal: Principal,
    query: ChatListQuery,
  ): Promise<{ chats: ListedChat[]; nextCursor: string | null }> {
    admit("member", principal);
    const page = await this.#chats.list(principal.userId, query);
    return {
      chats: page.chats.map((chat) => ({ ...chat, running: this.#turns.isRunning(chat.id) })),
      nextCursor: page.nextCursor,
    };
  }

  async open(principal: Principal, chatId: string, limit: number): Promise<OpenedChat> {
    admit("member", principal);
    const [chat, page] = await Promise.all([
      this.#chats.find(principal.userId, chatId),
      this.#chats.branch(principal.userId, chatId, { limit }),
    ]);
    if (!chat || !page) throw notFound("chat");
    return { chat, messages: page.messages.map(shown), hasMore: page.hasMore };
  }

  async older(
    principal: Principal,
    chatId: string,
    options: { beforeId: string; limit: number },
  ): Promise<{ messages: BranchMessage[]; hasMore: boolean }> {
    admit("member", principal);
    const page = await this.#chats.branch(principal.userId, chatId, options);
    if (!page) throw notFound("chat");
    return { messages: page.messages.map(shown), hasMore: page.hasMore };
  }

  /** One message; rejects with `not_found` when it is not there or not theirs. */
  async message(
    principal: Principal,
    { chatId, messageId }: { chatId: string; messageId: string },
  ): Promise<Message> {
    admit("member", principal);
    const message = await this.#chats.message(principal.userId, chatId, messageId);
    if (!message) throw notFound("message");
    return shown(message);
  }

  async has(principal: Principal, chatId: string, messageId: string): Promise<boolean> {
    admit("member", principal);
    return (await this.#chats.message(principal.userId, chatId, messageId)) !== null;
  }

  /** Throws unless the chat is this person's. */
  async requireOwn(principal: Principal, chatId: string): Promise<Chat> {
    admit("member", principal);
    const chat = await this.#chats.find(principal.userId, chatId);
    if (!chat) throw notFound("chat");
    return chat;
  }

  async rename(principal: Principal, chatId: string, title: string): Promise<ChatSummary> {
    return this.#update(principal, chatId, { title, titleSource: "person" });
  }

  async pin(principal: Principal, chatId: string, pinned: boolean): Promise<ChatSummary> {
    return this.#update(principal, chatId, { pinned });
  }

  async setModel(principal: Principal, chatId: string, model: string): Promise<void> {
    await this.#update(principal, chatId, { model });
  }

  /** Remembers which switchable filters are on in this chat; the other ones stay as they were. */
  async setFilters(principal: Principal, chatId: string, choice: FilterSwitches): Promise<void> {
    await this.#update(principal, chatId, { filters: choice });
  }

  /** Takes a tag away for good: from then on no model tags this chat. */
  async removeTag(principal: Principal, chatId: string, tag: string): Promise<ChatSummary> {
    admit("member", principal);
    return this.#changed(principal, await this.#chats.removeTag(principal.userId, chatId, tag));
  }

  async remove(principal: Principal, chatId: string): Promise<void> {
    admit("member", principal);
    if (!(await this.#chats.remove(principal.userId, chatId))) throw notFound("chat");
    await this.#turns.endRemoved(principal, chatId);
    this.#publisher.toUser(principal.userId, { type: "chat-removed", chatId });
  }

  async showBranch(
    principal: Principal,
    target: { chatId: string; messageId: string },
    limit: number,
  ): Promise<OpenedChat> {
    admit("member", principal);
    const { chatId, messageId } = target;
    if (!(await this.#chats.showBranch(principal.userId, chatId, messageId)))
      throw notFound("message");
    return this.open(principal, chatId, limit);
  }

  /**
   * Changes keys of a message; its other keys stay. The text of a running answer can't be changed.
   * Metadata that Parley records itself are refused with `invalid_request`, unless they are sent back
   * as they were given out; a rating is given with `rate`.
   */
  async edit(
    principal: Principal,
    target: { chatId: string; messageId: string },
    patch: Pick<MessagePatch, "content" | "metadata">,
  ): Promise<Message> {
    admit("member", principal);
    const { chatId, messageId } = target;
    const before = await this.#chats.message(principal.userId, chatId, messageId);
    if (!before) throw notFound("message");
    if (before.status === "streaming" && patch.content !== undefined) {
      throw new ParleyError("conflict", "This answer is still being written. Stop it first.");
    }
    const { metadata, ...rest } = patch;
    return this.#patch(principal, target, {
      ...rest,
      ...(metadata === undefined ? {} : { metadata: ownChange(before.metadata, metadata) }),
    });
  }

  /** Says whether an answer was good (1) or not (-1); null takes that back. May reveal an arena's pick. */
  async rate(
    principal: Principal,
    target: { chatId: string; messageId: string },
    rating: 1 | -1 | null,
  ): Promise<Message> {
    admit("member", principal);
    const { chatId, messageId } = target;
    const before = await this.#chats.message(principal.userId, chatId, messageId);
    if (before?.role !== "assistant") throw notFound("answer");
    if (before.status === "streaming") {
      throw new ParleyError("conflict", "This answer is still being written.");
    }
    const kept = jsonObject.safeParse(before.metadata.annotation);
    return this.#patch(principal, target, {
      metadata: { annotation: { ...(kept.success ? kept.data : {}), rating } },
    });
  }

  async countBelow(principal: Principal, chatId: string, messageId: string): Promise<number> {
    admit("member", principal);
    const count = await this.#chats.countBelow(principal.userId, chatId, messageId);
    if (count === null) throw notFound("message");
    return count;
  }

  async removeMessage(principal: Principal, chatId: string, messageId: string): Promise<void> {
    admit("member", principal);
    if (!(await this.#chats.removeMessage(principal.userId, chatId, messageId))) {
      throw notFound("message");
    }
    await this.#turns.endRemoved(principal, chatId);
    this.#publisher.toChat(principal.userId, chatId, { type: "messages-changed", chatId });
  }

  async #patch(
    { userId }: Principal,
    { chatId, messageId }: { chatId: string; messageId: string },
    patch: MessagePatch,
  ): Promise<Message> {
    const message = await this.#chats.upsertMessage(userId, chatId, messageId, patch);
    if (!message) throw notFound("message");
    this.#publisher.toChat(userId, chatId, { type: "messages-changed", chatId });
    return shown(message);
  }

  async #update(principal: Principal, chatId: string, patch: ChatPatch): Promise<ChatSummary> {
    admit("member", principal);
    return this.#changed(principal, await this.#chats.update(principal.userId, chatId, patch));
  }

  /** Tells every page of the owner; throws when there was nothing to change. */
  #changed(principal: Principal, chat: Chat | null): ChatSummary {
    if (!chat) throw notFound("chat");
    const summary = summaryOf(chat);
    this.#publisher.toUser(principal.userId, {
      type: "chat-changed",
      chat: summary,
      running: this.#turns.isRunning(chat.id),
    });
    return summary;
  }
}
