import type { Dispatcher } from "undici";

export type ExchangeOptions = {
  signal: AbortSignal;
  /** Turns what the socket reports into what a caller reads. `begun`: status and headers had arrived. */
  translate: (cause: Error, begun: boolean) => Error;
};

type ResponseHeaders = Record<string, string | string[] | undefined>;
type Waiting = PromiseWithResolvers<IteratorResult<Uint8Array>>;

/** Unread bytes and pieces at which the socket is paused, so that a slow reader can't fill the memory. */
const pauseAtBytes = 256 * 1024;
const pauseAtPieces = 1024;
/** How long the rest of a finished answer may take, so that its connection can be used again. */
const drainTimeout = 1_000;

/**
 * One HTTP exchange: undici's callbacks on one side, an async iterator of the body on the other, in
 * one object. Going without undici's response stream saves about 20 µs a request, and lets an abort
 * reject at once, whatever is still buffered. Consumed by one reader, once.
 */
export class Exchange implements Dispatcher.DispatchHandler, AsyncIterableIterator<Uint8Array> {
  status = 0;
  headers: ResponseHeaders = {};
  /** Resolves with this object once status and headers are there. */
  readonly started: Promise<Exchange>;

  readonly #start = Promise.withResolvers<Exchange>();
  readonly #signal: AbortSignal;
  readonly #translate: ExchangeOptions["translate"];
  #controller: Dispatcher.DispatchController | null = null;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #waiting: Waiting | null = null;
  #looking: PromiseWithResolvers<void> | null = null;
  /** `over`: nothing more will be queued. */
  #state: "open" | "discarding" | "over" = "open";
  #failure: { reason: unknown } | null = null;

  constructor({ signal, translate }: ExchangeOptions) {
    this.#signal = signal;
    this.#translate = translate;
    this.started = this.#start.promise;
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    const piece = this.#queue.shift();
    if (piece !== undefined) {
      this.#queuedBytes -= piece.byteLength;
      if (this.#controller?.paused && !this.#isFull()) this.#controller.resume();
      return Promise.resolve({ done: false, value: piece });
    }
    if (this.#failure !== null) {
      const { reason } = this.#failure;
      this.#failure = null;
      return Promise.reject(reason);
    }
    if (this.#state !== "open") return Promise.resolve({ done: true, value: undefined });
    this.#waiting = Promise.withResolvers();
    return this.#waiting.promise;
  }

  /**
   * The first bytes of the body, left where they are for its reader; fewer than `length` when there are
   * no more. Rejects when the exchange fails before.
   */
  async peek(length: number): Promise<Uint8Array> {
    while (this.#queuedBytes < length && this.#state === "open") {
      this.#looking = Promise.withResolvers();
      await this.#looking.promise;
    }
    if (this.#failure !== null) throw this.#failure.reason;
    const [only] = this.#queue;
    const start = this.#queue.length === 1 && only ? only : Buffer.concat(this.#queue);
    return start.subarray(0, length);
  }

  /** Leaves early: the connection is closed. */
  return(): Promise<IteratorResult<Uint8Array>> {
    if (this.#state === "open") this.#close(new Error("the reader left"));
    return Promise.resolve({ done: true, value: undefined });
  }

  /**
   * Leaves because the answer is complete, though the upstream may still be about to say so: lets the
   * last bytes pass by and keeps the connection, unless they take too long.
   */
  finish(): void {
    if (this.#state !== "open") return;
    this.#state = "discarding";
    this.#drop();
    this.#controller?.resume();
    const timer = setTimeout(
      () => this.#close(new Error("the upstream did not end")),
      drainTimeout,
    );
    timer.unref();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#state === "over") controller.abort(new Error("ended before it was sent"));
  }

  onResponseStart(_: unknown, status: number, headers: ResponseHeaders): void {
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    this.#start.resolve(this);
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Uint8Array): void {
    if (this.#state !== "open") return;
    if (this.#waiting !== null) {
      const waiting = this.#waiting;
      this.#waiting = null;
      waiting.resolve({ done: false, value: piece });
      return;
    }
    this.#queue.push(piece);
    this.#queuedBytes += piece.byteLength;
    this.#looking?.resolve();
    if (this.#isFull()) controller.pause();
  }

  onResponseEnd(): void {
    this.#settle();
    this.#waiting?.resolve({ done: true, value: undefined });
    this.#waiting = null;
  }

  onResponseError(_: unknown, cause: Error): void {
    if (this.#state === "open") this.#fail(this.#translate(cause, this.status > 0));
    else this.#settle();
  }

  readonly #onAbort = (): void => {
    if (this.#state === "over") return;
    this.#drop();
    this.#fail(this.#signal.reason);
    this.#controller?.abort(new Error("aborted"));
  };

  #isFull(): boolean {
    return this.#queuedBytes >= pauseAtBytes || this.#queue.length >= pauseAtPieces;
  }

  #drop(): void {
    this.#queue = [];
    this.#queuedBytes = 0;
  }

  #settle(): void {
    this.#state = "over";
    this.#looking?.resolve();
    this.#signal.removeEventListener("abort", this.#onAbort);
  }

  #fail(reason: unknown): void {
    this.#settle();
    if (this.status === 0) this.#start.reject(reason);
    else if (this.#waiting !== null) this.#waiting.reject(reason);
    else this.#failure = { reason };
    this.#waiting = null;
  }

  #close(cause: Error): void {
    if (this.#state === "over") return;
    this.#settle();
    this.#drop();
    this.#waiting?.resolve({ done: true, value: undefined });
    this.#waiting = null;
    this.#controller?.abort(cause);
  }
}
