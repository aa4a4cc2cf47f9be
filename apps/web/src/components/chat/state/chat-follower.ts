import { withEnd, withExtension, withFresh, withTurn } from "./branch.ts";
import type { ChatStore } from "./chat-store.ts";
import type { LiveTexts } from "./live-texts.ts";
import type { ChatServer, SessionOptions } from "./ports.ts";
import type {
  ChatSummary,
  ExtendedEvent,
  OpenedChat,
  ServerEvent,
  TurnEndEvent,
  TurnStartEvent,
  WatchReply,
} from "./types.ts";

/** How often in a row a page asks again for an answer that it lost track of. */
const catchUpRounds = 3;

type Parts = {
  server: ChatServer;
  store: ChatStore;
  live: LiveTexts;
  options: Required<SessionOptions>;
};

/**
 * Keeps the chat on the page true: reads it, watches it, applies events in order, and notices when
 * something was missed.
 */
export class ChatFollower {
  readonly #server: ChatServer;
  readonly #store: ChatStore;
  readonly #live: LiveTexts;
  readonly #options: Required<SessionOptions>;
  #ends: (() => void)[] = [];
  /** Turn events that came while a watch request was under way. */
  #held: ServerEvent[] | null = null;
  #watchAgain = false;
  #rounds = 0;
  /** What was heard about the chat before the page had it. */
  #early: ChatSummary | null = null;
  /** Counts reads of the branch, and what was heard about the chat and its turns: an older answer must not undo a newer one. */
  #reads = 0;
  #heard = 0;
  #isReading = false;

  constructor({ server, store, live, options }: Parts) {
    this.#server = server;
    this.#store = store;
    this.#live = live;
    this.#options = options;
  }

  start(): () => void {
    this.#ends.push(
      this.#server.onEvent((event) => this.#onEvent(event)),
      this.#server.onConnected(() => void this.#watch()),
    );
    if (this.#store.state().phase !== "new" && !this.#isReading) void this.reload();
    this.#isReading = false;
    return () => {
      for (const end of this.#ends.splice(0)) end();
      this.#held = null;
      this.#server.unwatch(this.#store.state().chatId);
    };
  }

  /** Begins to read before anything is followed, so that the answer is on its way early. */
  readAhead(): void {
    this.#isReading = true;
    void this.reload();
  }

  async reload(): Promise<void> {
    await this.read(() => this.#server.open(this.#store.state().chatId, this.#options.pageSize));
  }

  /** Takes what `read` brings, unless something newer was asked for or heard of meanwhile. */
  async read(read: () => Promise<OpenedChat>): Promise<void> {
    const ticket = ++this.#reads;
    const heard = this.#heard;
    try {
      const opened = await read();
      if (ticket !== this.#reads) return;
      if (heard === this.#heard) this.#take(opened);
      else await this.reload();
    } catch (error) {
      if (ticket === this.#reads) this.#onUnread(error);
    }
  }

  #onUnread(error: unknown): void {
    const { phase } = this.#store.state();
    if (this.#server.isNotFound(error)) this.#store.set({ phase: "missing" });
    else if (phase === "loading") this.#store.set({ phase: "failed", problem: error });
    else if (phase !== "failed") this.#options.onProblem(error);
  }

  /** What is known of a chat that this page began: an event may have overtaken the answer to beginning it. */
  begun(chat: ChatSummary): ChatSummary {
    return this.#early ?? chat;
  }

  /** The server has stored a turn; its events may have come before this answer, or still be missed. */
  opened(turn: Pick<TurnStartEvent, "question" | "answer" | "turnId">): void {
    if (this.#live.hasEnded(turn.turnId) || this.#live.get(turn.answer.id) !== undefined) {
      this.#store.set({ pending: null });
    } else {
      this.#heard += 1;
      const branch = withTurn(this.#store.state().branch, turn);
      this.#store.set({ pending: null, ...(branch === null ? {} : { branch }) });
      void this.#watch();
    }
  }

  #onEvent(event: ServerEvent): void {
    if (!("chatId" in event)) {
      if (event.type === "chat-changed") this.#onChatChanged(event);
      return;
    }
    if (event.chatId !== this.#store.state().chatId) return;
    if (event.type === "chat-removed") this.#store.set({ phase: "removed" });
    else if (event.type === "messages-changed") void this.reload();
    else if (this.#held !== null) this.#held.push(event);
    else this.#onTurnEvent(event);
  }

  #onTurnEvent(event: ServerEvent): void {
    if (event.type === "turn-delta") {
      if (this.#live.add(event) === "gap") void this.#watch();
    } else if (event.type === "turn-start") this.#onTurnStart(event);
    else if (event.type === "turn-end") this.#onTurnEnd(event);
    else if (event.type === "message-extended") this.#onExtended(event);
  }

  #onTurnStart(event: TurnStartEvent): void {
    if (this.#live.hasEnded(event.turnId)) return;
    this.#heard += 1;
    this.#live.begin(event.answer, event.turnId);
    const { branch, pending } = this.#store.state();
    const next = withTurn(branch, event);
    const isOwn = pending?.messages.some((message) => message.id === event.answer.id);
    if (next === null) void this.reload();
    else this.#store.set({ branch: next, ...(isOwn ? { pending: null } : {}) });
  }

  #onTurnEnd(event: TurnEndEvent): void {
    this.#heard += 1;
    const ended = this.#live.end(event);
    const known = this.#store
      .state()
      .branch.messages.some((message) => message.id === event.messageId);
    if (!known) return;
    this.#store.set({
      branch: withEnd(this.#store.state().branch, event, ended),
    });
    if (!ended?.whole) void this.reload();
  }

  #onExtended(event: ExtendedEvent): void {
    if (event.extension.kind === "notification") return;
    this.#heard += 1;
    this.#store.set({ branch: withExtension(this.#store.state().branch, event) });
  }

  #onChatChanged({ chat }: Extract<ServerEvent, { type: "chat-changed" }>): void {
    const { chat: own, chatId } = this.#store.state();
    if (chat.id !== chatId) return;
    this.#heard += 1;
    if (own === null) this.#early = chat;
    else this.#store.set({ chat: { ...own, ...chat } });
  }

  /** Asks what runs and what is missing. Turn events wait meanwhile, then follow in order. */
  async #watch(): Promise<void> {
    const { phase, chatId } = this.#store.state();
    if (phase === "new" || phase === "missing" || phase === "removed") return;
    if (this.#held !== null) {
      this.#watchAgain = true;
      return;
    }
    const held: ServerEvent[] = [];
    this.#held = held;
    const reply = await this.#askToWatch(chatId);
    // Ended, or begun anew, meanwhile.
    if (this.#held !== held) return;
    if (reply?.ok) this.#live.catchUp(reply.running);
    this.#held = null;
    for (const event of held) this.#onTurnEvent(event);
    if (this.#watchAgain) {
      this.#watchAgain = false;
      await this.#watch();
    } else if (reply?.ok) await this.#compare();
    else if (reply?.error.code === "not_found") this.#store.set({ phase: "missing" });
    else this.#watchLater();
  }

  /** The server's answer; null when none came. */
  async #askToWatch(chatId: string): Promise<WatchReply | null> {
    try {
      return await this.#server.watch({ chatId, have: this.#live.have() });
    } catch {
      return null;
    }
  }

  #watchLater(): void {
    const cancel = this.#options.after(this.#options.watchRetryMs, () => {
      this.#ends = this.#ends.filter((end) => end !== cancel);
      void this.#watch();
    });
    this.#ends.push(cancel);
  }

  /**
   * Reads the branch after watching began, because what it held before may be old. An answer that is
   * still marked as running although nothing is known of it is asked for again, a few times.
   */
  async #compare(): Promise<void> {
    await this.reload();
    const isLost = this.#store
      .state()
      .branch.messages.some(
        (message) => message.status === "streaming" && this.#live.get(message.id) === undefined,
      );
    this.#rounds = isLost ? this.#rounds + 1 : 0;
    if (this.#rounds > 0 && this.#rounds < catchUpRounds) this.#watchLater();
    else this.#rounds = 0;
  }

  #take(opened: OpenedChat): void {
    const { chat, ...fresh } = opened;
    if (this.#store.state().phase === "removed") return;
    this.#store.set({
      phase: "ready",
      problem: null,
      chat,
      branch: withFresh(this.#store.state().branch, fresh),
    });
  }
}
