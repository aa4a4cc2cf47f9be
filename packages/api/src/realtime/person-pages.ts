import {
  functionQuestionEndEvent,
  functionQuestionEvent,
  type PageAskOptions,
  type PageQuestion,
  type PersonPages,
} from "@parley/core";
import type { Server } from "socket.io";
import { chatRoom, userRoom } from "./rooms.ts";

type Waiting = {
  userId: string;
  question: PageQuestion;
  /** The one page that was meant, by its name; null: all that show the chat. */
  meant: string | null;
  until: number;
  /** Pages that were asked, so that none is asked twice. */
  asked: Set<string>;
  settle(reply: unknown): void;
};

/** Asks people's open pages over their sockets, on a server that is one process. */
export class SocketPersonPages implements PersonPages {
  readonly #io: Server;
  readonly #waiting = new Map<string, Waiting>();

  constructor(io: Server) {
    this.#io = io;
  }

  async ask(
    userId: string,
    question: PageQuestion,
    { sessionId, ms, signal }: PageAskOptions,
  ): Promise<unknown> {
    const own = await this.#pagesOf(userId, sessionId);
    const pages = own.length > 0 ? own : await this.#pagesOf(userId, chatRoom(question.chatId));
    if (pages.length === 0 || signal.aborted) return undefined;
    const meant = own.length > 0 ? sessionId : null;
    return new Promise((resolve) => {
      const settle = (reply: unknown) => {
        if (!this.#waiting.delete(question.id)) return;
        clearTimeout(timer);
        signal.removeEventListener("abort", leave);
        this.#io.to(userRoom(userId)).emit(functionQuestionEndEvent, { id: question.id });
        resolve(reply);
      };
      const leave = () => settle(undefined);
      const timer = setTimeout(leave, ms);
      signal.addEventListener("abort", leave);
      const waiting = { userId, question, meant, settle };
      const entry = { ...waiting, until: Date.now() + ms, asked: new Set<string>() };
      this.#waiting.set(question.id, entry);
      for (const page of pages) this.#askPage(page, entry);
    });
  }

  /**
   * Asks a page that begins to show a chat what still waits for a reply there: one that was loaded anew,
   * or lost its connection, has lost its questions too.
   */
  async joined(page: string, { userId, chatId }: { userId: string; chatId: string }) {
    for (const waiting of [...this.#waiting.values()]) {
      const { question, meant } = waiting;
      if (waiting.userId !== userId || question.chatId !== chatId) continue;
      const isElsewhere = meant !== null && (await this.#pagesOf(userId, meant)).length > 0;
      if (!isElsewhere) this.#askPage(page, waiting);
    }
  }

  #askPage(page: string, { question, until, asked, settle }: Waiting): void {
    if (asked.has(page)) return;
    asked.add(page);
    this.#io
      .to(page)
      .timeout(Math.max(1, until - Date.now()))
      .emitWithAck(functionQuestionEvent, question)
      .then(
        // Nothing at all came back when the page was gone already.
        (replies: unknown[]) => replies.length > 0 && settle(replies[0]),
        // It never replied. The question has its own end.
        () => undefined,
      );
  }

  /** A room may be called like anything: only this person's pages count. */
  async #pagesOf(userId: string, room: string | null): Promise<string[]> {
    if (room === null) return [];
    const sockets = await this.#io.in(room).fetchSockets();
    return sockets.filter(({ rooms }) => rooms.has(userRoom(userId))).map(({ id }) => id);
  }
}
