import {
  type CompletionChunk,
  type DirectError,
  type DirectFrame,
  directFrameEvent,
  directReceipt,
} from "@parley/core";
import type { ServerSocket } from "../socket.ts";
import { joined, piecesOf } from "./pieces.ts";

export type FrameSocket = Pick<ServerSocket, "ask" | "state" | "onState">;

export type FrameSenderOptions = {
  socket: FrameSocket;
  channel: string;
  /** Nobody listens any more. */
  onClosed: () => void;
  /** Frames on their way at the same time. Below what the server lets wait. */
  window?: number;
  /** Milliseconds before a frame that came too early is sent again. */
  retryMs?: number;
};

type Content = { chunk: string } | { error: DirectError } | { done: true };

/**
 * Sends an answer in numbered frames, no faster than they are read: what comes meanwhile is joined. After
 * a lost connection, frames without a receipt are sent again.
 */
export class FrameSender {
  readonly #options: Required<FrameSenderOptions>;
  #seq = 0;
  readonly #underway = new Set<Promise<void>>();
  #held: CompletionChunk | null = null;
  #closed = false;
  #wakeOnClose: () => void = () => undefined;
  readonly #closing: Promise<void>;

  constructor(options: FrameSenderOptions) {
    this.#options = { window: 16, retryMs: 200, ...options };
    this.#closing = new Promise((resolve) => {
      this.#wakeOnClose = resolve;
    });
  }

  /** Resolves when the next chunk may be given. */
  async add(chunk: CompletionChunk): Promise<void> {
    for (const piece of piecesOf(chunk)) await this.#addPiece(piece);
  }

  async #addPiece(chunk: CompletionChunk): Promise<void> {
    const together = this.#held === null ? chunk : joined(this.#held, chunk);
    if (together !== null) {
      this.#held = together;
    } else {
      await this.#room();
      this.#flush();
      this.#held = chunk;
    }
    if (this.#underway.size < this.#options.window) this.#flush();
  }

  /** Sends the last frame; resolves when it has arrived, or nobody listens. */
  async end(last: { done: true } | { error: DirectError }): Promise<void> {
    await this.#room();
    this.endNow(last);
    await Promise.all(this.#underway);
    this.close();
  }

  /** The same without waiting for anything, for a page that is about to be gone. */
  endNow(last: { done: true } | { error: DirectError }): void {
    this.#flush();
    this.#send(last);
  }

  /** Sends nothing more. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#wakeOnClose();
  }

  async #room(): Promise<void> {
    while (!this.#closed && this.#underway.size >= this.#options.window) {
      await Promise.race([...this.#underway, this.#closing]);
    }
  }

  #flush(): void {
    if (this.#held === null) return;
    this.#send({ chunk: JSON.stringify(this.#held) });
    this.#held = null;
  }

  #send(content: Content): void {
    if (this.#closed) return;
    this.#seq += 1;
    const frame = { channel: this.#options.channel, seq: this.#seq, ...content };
    const delivery = this.#deliver(frame).finally(() => this.#underway.delete(delivery));
    this.#underway.add(delivery);
  }

  async #deliver(frame: DirectFrame): Promise<void> {
    const { socket, retryMs, onClosed } = this.#options;
    while (!this.#closed) {
      try {
        if (socket.state() !== "connected") await this.#connected();
        if (this.#closed) return;
        const receipt = await socket.ask(directFrameEvent, frame, directReceipt);
        if (!receipt.open) {
          this.close();
          onClosed();
        }
        if (receipt.received >= frame.seq) return;
      } catch {
        // The connection was lost, or the answer to the frame: it goes once more.
      }
      await this.#pause(retryMs);
    }
  }

  #connected(): Promise<void> {
    const { socket } = this.#options;
    return new Promise((resolve) => {
      const off = socket.onState(() => {
        if (socket.state() !== "connected") return;
        off();
        resolve();
      });
      void this.#closing.then(() => {
        off();
        resolve();
      });
    });
  }

  #pause(ms: number): Promise<unknown> {
    const pause = new Promise((resolve) => setTimeout(resolve, ms));
    return Promise.race([pause, this.#closing]);
  }
}
