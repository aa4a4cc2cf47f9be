import { randomUUID } from "node:crypto";
import { type FilterSwitches, textOf } from "@parley/core";
import { FakeTree, notThere } from "./fake-tree.ts";
import type { ChatServer } from "./ports.ts";
import type { BranchMessage, ServerEvent, WatchReply } from "./types.ts";

type Turn = { turnId: string; messageId: string; seq: number; text: string };
type Page = {
  events: ((event: ServerEvent) => void)[];
  connected: (() => void)[];
  watching: boolean;
};
/** Something under way to a page; `lost` is called instead when the page's connection ends first. */
type Arrival = { arrive: () => void; lost?: () => void };

/** A server with one chat, in memory, as the page's port sees it. With `slow`, everything arrives when told. */
export class FakeServer {
  readonly chatId = "chat";
  readonly #slow: boolean;
  readonly #tree = new FakeTree(this.chatId);
  readonly #pages: Page[] = [];
  /** Events and acknowledgements, in order; and answers to calls, which may overtake each other. */
  readonly #socket: Arrival[] = [];
  readonly #http: Arrival[] = [];
  #turn: Turn | null = null;
  #refuse = false;
  #lose = false;
  #removed = false;
  #title = "t";
  #tags: string[] = [];
  #filters: FilterSwitches = {};

  constructor({ slow = false } = {}) {
    this.#slow = slow;
  }

  store(question: string, answer: string, tags: string[] = []): [string, string] {
    this.#tags = tags;
    const first = this.#tree.add({ role: "user", content: question, parentId: this.#tree.leaf });
    const second = this.#tree.add({ role: "assistant", content: answer, parentId: first.id });
    return [first.id, second.id];
  }

  branch(): [string, string][] {
    return this.#tree.shown().map((message) => [textOf(message.content), message.status]);
  }

  say(text: string): void {
    const turn = this.#turn;
    if (turn === null) return;
    const at = turn.text.length;
    turn.text += text;
    turn.seq += 1;
    const { turnId, messageId, seq } = turn;
    this.#publish({
      type: "turn-delta",
      chatId: this.chatId,
      ...{ messageId, turnId, seq, at, content: text, reasoningAt: 0, reasoning: "" },
    });
  }

  end(status: "done" | "stopped" = "done"): void {
    const turn = this.#turn;
    if (turn === null) return;
    this.#turn = null;
    this.#tree.change(turn.messageId, { content: turn.text, status });
    const { turnId, messageId, text } = turn;
    this.#publish({
      type: "turn-end",
      chatId: this.chatId,
      ...{ messageId, turnId, status, length: text.length, reasoningLength: 0, metadata: {} },
    });
  }

  refuseNext(): void {
    this.#refuse = true;
  }

  /** The next piece of text never arrives. */
  loseNext(): void {
    this.#lose = true;
  }

  rename(title: string): void {
    this.#title = title;
    this.#publish({ type: "chat-changed", chat: this.#summary(), running: this.#turn !== null });
  }

  removeChat(): void {
    this.#removed = true;
    this.#publish({ type: "chat-removed", chatId: this.chatId });
  }

  /** Every page loses its connection with all that is under way on it, and gets a new one. */
  reconnect(): void {
    for (const { lost } of this.#socket.splice(0)) lost?.();
    for (const page of this.#pages) {
      page.watching = false;
      for (const listener of page.connected) listener();
    }
  }

  /** Lets one thing arrive: the next on the socket, or any of the answers to calls. */
  deliver(from: "socket" | number): void {
    const arrivals =
      from === "socket"
        ? this.#socket.splice(0, 1)
        : this.#http.splice(from % Math.max(1, this.#http.length), 1);
    for (const { arrive } of arrivals) arrive();
  }

  /** Delivers until nothing more happens. */
  async quiet(): Promise<void> {
    for (let still = 0; still < 5; still += 1) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      const arrivals = [...this.#socket.splice(0), ...this.#http.splice(0)];
      if (arrivals.length > 0) still = 0;
      for (const { arrive } of arrivals) arrive();
    }
  }

  page(): ChatServer {
    const page: Page = { events: [], connected: [], watching: false };
    this.#pages.push(page);
    const begin = (answer: BranchMessage, question: BranchMessage | null) => {
      this.end();
      const turn = {
        turnId: randomUUID(),
        messageId: answer.id,
        seq: 0,
        text: textOf(answer.content),
      };
      this.#turn = turn;
      this.#publish({
        type: "turn-start",
        chatId: this.chatId,
        turnId: turn.turnId,
        question: question === null ? null : this.#tree.withSiblings(question),
        answer: this.#tree.withSiblings(answer),
      });
      return { answer: this.#tree.withSiblings(answer), turnId: turn.turnId };
    };
    return {
      open: (_chatId, limit) => this.#reply(() => this.#opened(limit)),
      older: ({ beforeId, limit }) =>
        this.#reply(() => {
          const shown = this.#tree.shown();
          const end = shown.findIndex((message) => message.id === beforeId);
          const start = Math.max(0, end - limit);
          return { messages: shown.slice(start, end), hasMore: start > 0 };
        }),
      showBranch: ({ messageId, limit }) =>
        this.#reply(() => {
          this.#tree.leaf = messageId;
          return this.#opened(limit);
        }),
      send: (input) =>
        this.#reply(() => {
          const { questionId: id, parentId, content } = input;
          const question = this.#tree.add({ role: "user", id, parentId, content });
          const answer = this.#tree.add({
            role: "assistant",
            id: input.answerId,
            parentId: id,
            content: "",
            status: "streaming",
          });
          const opened = begin(answer, question);
          return {
            chat: this.#summary(),
            chatCreated: false,
            question: this.#tree.withSiblings(question),
            ...opened,
          };
        }),
      regenerate: ({ questionId, answerId }) =>
        this.#reply(() => {
          const answer = this.#tree.add({
            role: "assistant",
            id: answerId,
            parentId: questionId,
            content: "",
            status: "streaming",
          });
          return begin(answer, null);
        }),
      resume: ({ messageId }) =>
        this.#reply(() => begin(this.#tree.change(messageId, { status: "streaming" }), null)),
      stop: () =>
        this.#reply(() => {
          const stopped = this.#turn !== null;
          this.end("stopped");
          return { stopped };
        }),
      edit: ({ messageId, content }) =>
        this.#reply(() => this.#tree.change(messageId, { content })),
      rate: ({ messageId, rating }) =>
        this.#reply(() => this.#tree.change(messageId, { metadata: { annotation: { rating } } })),
      remove: () => this.#reply(() => ({})),
      removeTag: ({ tag }) =>
        this.#reply(() => {
          this.#tags = this.#tags.filter((other) => other !== tag);
        }),
      setModel: () => this.#reply(() => ({})),
      setFilters: ({ filters }) =>
        this.#reply(() => {
          this.#filters = { ...this.#filters, ...filters };
        }),
      isNotFound: (error) => error === notThere,
      watch: ({ have = [] }) =>
        this.#reply((): WatchReply => {
          page.watching = true;
          const turn = this.#turn;
          if (turn === null) return { ok: true, running: [] };
          const known = have.find((part) => part.turnId === turn.turnId);
          const at = Math.min(known?.content ?? 0, turn.text.length);
          const { turnId, messageId, seq, text } = turn;
          return {
            ok: true,
            running: [
              {
                ...{ turnId, messageId, seq, at, content: text.slice(at) },
                ...{ reasoningAt: 0, reasoning: "", startedAt: 0 },
              },
            ],
          };
        }, this.#socket),
      unwatch: () => {
        page.watching = false;
      },
      onEvent: (listener) => {
        page.events.push(listener);
        return () => page.events.splice(page.events.indexOf(listener), 1);
      },
      onConnected: (listener) => {
        page.connected.push(listener);
        listener();
        return () => page.connected.splice(page.connected.indexOf(listener), 1);
      },
    };
  }

  #publish(event: ServerEvent): void {
    const isLost = this.#lose && event.type === "turn-delta";
    if (isLost) this.#lose = false;
    for (const page of this.#pages) {
      // What concerns the list of chats reaches every page.
      const reaches = page.watching || !event.type.startsWith("turn-");
      if (!reaches || isLost) continue;
      const arrive = () => {
        for (const listener of page.events) listener(event);
      };
      this.#travel(this.#socket, { arrive });
    }
  }

  /** Does it at once, and answers by and by. */
  #reply<T>(work: () => T, wire = this.#http): Promise<T> {
    return new Promise((resolve, reject) => {
      try {
        if (this.#refuse) throw new Error("refused");
        if (this.#removed) throw notThere;
        const value = structuredClone(work());
        const lost = () => reject(new Error("connection lost"));
        this.#travel(wire, { arrive: () => resolve(value), lost });
      } catch (error) {
        this.#refuse = false;
        reject(error);
      }
    });
  }

  #travel(wire: Arrival[], arrival: Arrival): void {
    if (this.#slow) wire.push(arrival);
    else arrival.arrive();
  }

  #summary() {
    return { id: this.chatId, title: this.#title, tags: this.#tags, pinned: false, updatedAt: 0 };
  }

  #opened(limit: number) {
    if (this.#tree.isEmpty()) throw notThere;
    const shown = this.#tree.shown();
    return {
      chat: {
        ...this.#summary(),
        titleSource: "rule" as const,
        tagsSource: null,
        model: "m",
        currentId: this.#tree.leaf,
        createdAt: 0,
        filters: this.#filters,
      },
      messages: shown.slice(-limit),
      hasMore: shown.length > limit,
    };
  }
}
