import { serverEvent, textOf, watchReply } from "@parley/core";
import type { Client, Session } from "@parley/e2e/harness";
import { io, type Socket } from "socket.io-client";
import { caughtUp, type Followed, withDelta } from "../lib/follower.ts";
import { until } from "../lib/until.ts";

export type Watched = {
  url: string;
  session: Session;
  client: Client;
  chatId: string;
  messageId: string;
};

/** How a tab came to the whole text: it saw the end, or it was opened after it. Or why it did not. */
export type Seen =
  | { by: "following" | "opening"; text: string }
  | { by: "failing"; reason: string };

/** A page without its looks: it opens the chat, watches the answer, and forgets everything when reloaded. */
export class Tab {
  /** Resolves once the answer has ended; never rejects. */
  readonly ended: Promise<Seen>;
  /** Times it noticed that it had missed something, and watched again. */
  gaps = 0;
  reloads = 0;

  readonly #end = Promise.withResolvers<Seen>();
  readonly #watched: Watched;
  #socket: Socket | null = null;
  #followed: Followed | null = null;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.ended = this.#end.promise;
  }

  async open(): Promise<void> {
    const { client, chatId, messageId } = this.#watched;
    const { messages } = await client.chats.open.query({ chatId });
    const answer = messages.find(({ id }) => id === messageId);
    if (answer === undefined) throw new Error("The answer is not in its chat.");
    if (answer.status !== "streaming") {
      this.#end.resolve({ by: "opening", text: textOf(answer.content) });
      return;
    }
    this.#connect();
  }

  async reload(): Promise<void> {
    this.reloads += 1;
    this.close();
    await this.open();
  }

  /** Resolves when at least so much of the answer is there. */
  async saw(text: string, timeoutMs: number): Promise<void> {
    const enough = () => (this.#followed?.text.startsWith(text) === true ? true : undefined);
    await until(enough, { what: `"${text}" in a tab`, timeoutMs });
  }

  close(): void {
    this.#socket?.disconnect();
    this.#socket = null;
    this.#followed = null;
  }

  #connect(): void {
    const { url, session } = this.#watched;
    const socket = io(url, {
      forceNew: true,
      transports: ["websocket"],
      extraHeaders: { cookie: session.cookie, origin: url },
    });
    this.#socket = socket;
    socket.on("connect", () => this.#watch(socket));
    socket.on("connect_error", (error) => this.#fail(error));
    socket.on("event", (payload: unknown) => {
      if (this.#socket === socket) this.#take(payload, socket);
    });
  }

  #watch(socket: Socket): void {
    const { chatId, messageId } = this.#watched;
    const have =
      this.#followed === null
        ? []
        : [{ turnId: this.#followed.turnId, content: this.#followed.text.length, reasoning: 0 }];
    socket.emit("watch", { chatId, have }, (payload: unknown) => {
      if (this.#socket !== socket) return;
      const reply = watchReply.parse(payload);
      if (!reply.ok) {
        this.#fail(reply.error.message);
        return;
      }
      const running = reply.running.find((turn) => turn.messageId === messageId);
      if (running === undefined) this.#reopen();
      else this.#followed = caughtUp(running, this.#followed?.text ?? "");
    });
  }

  #take(payload: unknown, socket: Socket): void {
    const event = serverEvent.parse(payload);
    if (event.type === "turn-delta" && this.#followed !== null) {
      const next = withDelta(this.#followed, event);
      if (next === "gap") {
        this.gaps += 1;
        this.#watch(socket);
      } else {
        this.#followed = next;
      }
    }
    if (event.type === "turn-end" && event.messageId === this.#watched.messageId) {
      const text = this.#followed?.text ?? "";
      if (text.length === event.length) this.#end.resolve({ by: "following", text });
      else this.#reopen();
    }
  }

  /** The answer ended while this tab was not looking. */
  #reopen(): void {
    this.close();
    this.open().catch((error: unknown) => this.#fail(error));
  }

  #fail(reason: unknown): void {
    this.#end.resolve({ by: "failing", reason: String(reason) });
  }
}
