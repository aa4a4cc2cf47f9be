import type { Content, FilterSwitches } from "@parley/core";
import { streamingOf, withOlder } from "./branch.ts";
import { ChatFollower } from "./chat-follower.ts";
import { type ChatState, filtersOf, pendingTurn } from "./chat-state.ts";
import { ChatStore } from "./chat-store.ts";
import type { LiveText } from "./live-text.ts";
import { LiveTexts } from "./live-texts.ts";
import type { ChatServer, SessionOptions } from "./ports.ts";
import type { Rating } from "./rating.ts";
import type { SendResult } from "./types.ts";

export type SendOptions = {
  content: Content;
  model: string;
  /** The message it answers; absent: the last one shown. For an edited question, the parent of the original. */
  parentId?: string | null;
};

/**
 * One chat on the page: what is shown of it, and what can be done with it. Text of running answers is
 * not part of the state; `liveText` gives it by message. Long-lived and free of React.
 */
export class ChatSession {
  readonly #server: ChatServer;
  readonly #options: Required<SessionOptions>;
  readonly #store: ChatStore;
  readonly #live: LiveTexts;
  readonly #follower: ChatFollower;
  readonly state: () => ChatState;
  /** What the server rendered: nothing of the chat yet. */
  readonly firstState: () => ChatState;
  readonly subscribe: (listener: () => void) => () => void;

  constructor(server: ChatServer, chat: { id: string; isNew: boolean }, options: SessionOptions) {
    this.#server = server;
    this.#options = { pageSize: 40, watchRetryMs: 2000, filters: {}, ...options };
    const { filters } = this.#options;
    this.#store = new ChatStore(chat.id, chat.isNew ? "new" : "loading", filters);
    this.#live = new LiveTexts(options);
    this.#follower = new ChatFollower({
      server,
      store: this.#store,
      live: this.#live,
      options: this.#options,
    });
    this.state = this.#store.state;
    const first = this.#store.state();
    this.firstState = () => first;
    this.subscribe = this.#store.subscribe;
  }

  liveText(messageId: string): LiveText | undefined {
    return this.#live.get(messageId);
  }

  /** Begins to read the chat; `start` then does not do it again. */
  readAhead(): void {
    this.#follower.readAhead();
  }

  /** Begins to follow the chat; the returned function ends that. May be started again. */
  start(): () => void {
    return this.#follower.start();
  }

  /** Reads the shown branch again. What did not change is not touched. */
  async reload(): Promise<void> {
    await this.#follower.reload();
  }

  async loadOlder(): Promise<void> {
    const { branch, loadingOlder, chatId } = this.#store.state();
    const beforeId = branch.messages[0]?.id;
    if (loadingOlder || !branch.hasMore || beforeId === undefined) return;
    this.#store.set({ loadingOlder: true });
    try {
      const limit = this.#options.pageSize;
      const older = await this.#server.older({ chatId, beforeId, limit });
      this.#store.set({
        loadingOlder: false,
        branch: withOlder(this.#store.state().branch, older),
      });
    } catch (error) {
      this.#store.set({ loadingOlder: false });
      this.#options.onProblem(error);
    }
  }

  /** Shows the question at once and sends it. Rejects when it was not stored; then nothing of it stays. */
  async send({ content, model, parentId }: SendOptions): Promise<SendResult> {
    const { newId, now } = this.#options;
    const parent =
      parentId === undefined ? (this.#store.state().messages.at(-1)?.id ?? null) : parentId;
    const question = { id: newId(), parentId: parent, content };
    const answer = { id: newId(), questionId: question.id, model };
    const isFirst = this.#store.state().phase === "new";
    this.#store.set({
      pending: pendingTurn(this.#store.state(), { question, answer, now: now() }),
    });
    const result = await this.#settlePending(
      this.#server.send({
        chatId: this.#store.state().chatId,
        questionId: question.id,
        parentId: parent,
        content,
        model,
        answerId: answer.id,
        filters: filtersOf(this.#store.state()),
      }),
    );
    // It may have been read before this answer came.
    const { chat } = this.#store.state();
    const filters = filtersOf(this.#store.state());
    this.#store.set({
      phase: "ready",
      chat: chat ?? {
        ...this.#follower.begun(result.chat),
        titleSource: "rule",
        tagsSource: null,
        model,
        currentId: result.answer.id,
        createdAt: now(),
        filters,
      },
    });
    if (isFirst && Object.keys(filters).length > 0) this.#keepFilters(filters);
    await this.#opened(result);
    return result;
  }

  /** Answers a question once more, beside the answers it has. */
  async regenerate(questionId: string, model: string): Promise<void> {
    const { newId, now } = this.#options;
    const answer = { id: newId(), questionId, model };
    this.#store.set({
      pending: pendingTurn(this.#store.state(), { question: null, answer, now: now() }),
    });
    const { chatId } = this.#store.state();
    const opened = await this.#settlePending(
      this.#server.regenerate({
        ...{ chatId, questionId, model, answerId: answer.id },
        filters: filtersOf(this.#store.state()),
      }),
    );
    await this.#opened({ ...opened, question: null });
  }

  /** Goes on with an answer that ended early. */
  async resume(messageId: string): Promise<void> {
    const { chatId, messages } = this.#store.state();
    const model = messages.find(({ id }) => id === messageId)?.model ?? null;
    const opened = await this.#server.resume({
      ...{ chatId, messageId, model },
      filters: filtersOf(this.#store.state()),
    });
    await this.#opened({ ...opened, question: null });
  }

  /** Ends the running answer; its text so far stays. */
  async stop(): Promise<void> {
    const { chatId, branch, messages } = this.#store.state();
    const running = streamingOf(branch.messages);
    // What is not stored yet is stopped as soon as it is.
    this.#store.set({ stoppingId: (running ?? streamingOf(messages))?.id ?? null });
    if (running === undefined) return;
    try {
      const { stopped } = await this.#server.stop({ chatId, messageId: running.id });
      if (!stopped) await this.reload();
    } catch (error) {
      this.#store.set({ stoppingId: null });
      throw error;
    }
  }

  async showBranch(messageId: string): Promise<void> {
    const { chatId } = this.#store.state();
    const limit = this.#options.pageSize;
    await this.#follower.read(() => this.#server.showBranch({ chatId, messageId, limit }));
  }

  async edit(messageId: string, content: Content): Promise<void> {
    await this.#server.edit({ chatId: this.#store.state().chatId, messageId, content });
    await this.reload();
  }

  /** Says whether an answer was good; what an arena picked may be told then. */
  async rate(messageId: string, rating: Rating | null): Promise<void> {
    await this.#server.rate({ chatId: this.#store.state().chatId, messageId, rating });
    await this.reload();
  }

  async remove(messageId: string): Promise<void> {
    await this.#server.remove({ chatId: this.#store.state().chatId, messageId });
    await this.reload();
  }

  /** Takes a tag of the chat away at once; it comes back when the server refuses. */
  async removeTag(tag: string): Promise<void> {
    const { chat, chatId } = this.#store.state();
    if (chat === null) return;
    this.#store.set({ chat: { ...chat, tags: chat.tags.filter((other) => other !== tag) } });
    try {
      await this.#server.removeTag({ chatId, tag });
    } catch (error) {
      const now = this.#store.state().chat ?? chat;
      const tags = chat.tags.filter((other) => other === tag || now.tags.includes(other));
      this.#store.set({ chat: { ...now, tags } });
      throw error;
    }
  }

  async setModel(model: string): Promise<void> {
    const { chat, chatId } = this.#store.state();
    if (chat === null) return;
    this.#store.set({ chat: { ...chat, model } });
    await this.#server.setModel({ chatId, model });
  }

  /** Switches a filter for the next turns of this chat. */
  switchFilter(id: string, isOn: boolean): void {
    const { chat, switched } = this.#store.state();
    this.#store.set({ switched: { ...switched, [id]: isOn } });
    // One that is not stored yet gets all of them when it is.
    if (chat !== null) this.#keepFilters({ [id]: isOn });
  }

  #keepFilters(filters: FilterSwitches): void {
    const { chatId } = this.#store.state();
    this.#server.setFilters({ chatId, filters }).catch((error: unknown) => {
      const kept = Object.entries(this.#store.state().switched).filter(([id]) => !(id in filters));
      this.#store.set({ switched: Object.fromEntries(kept) });
      this.#options.onProblem(error);
    });
  }

  async #settlePending<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      this.#store.set({ pending: null });
      throw error;
    }
  }

  async #opened(turn: Parameters<ChatFollower["opened"]>[0]): Promise<void> {
    const isStopping = this.#store.state().stoppingId === turn.answer.id;
    this.#follower.opened(turn);
    if (isStopping) await this.stop();
  }
}
