import {
  type Clock,
  type CompletionChunk,
  type DirectFrame,
  type DirectReceipt,
  ParleyError,
  rebuildChunk,
} from "@parley/core";
import type { Channel, Dropped, Ending } from "./channels.ts";
import type { DirectLimits } from "./limits.ts";
import { errorOfPage } from "./page-error.ts";

type Waiting = { seq: number; chunk: CompletionChunk | null };

export type MemoryChannelOptions = {
  id: string;
  userId: string;
  clock: Clock;
  limits: DirectLimits;
  onDropped: (why: Dropped) => void;
};

/** A channel whose reader is in this process. */
export class MemoryChannel implements Channel {
  readonly id: string;
  readonly userId: string;
  readonly ended: Promise<Ending>;
  readonly #options: MemoryChannelOptions;
  #settleEnded: (ending: Ending) => void = () => undefined;
  #waiting: Waiting[] = [];
  /** Senders whose frame is not read yet; one each, so that sending twice costs nothing. */
  readonly #senders = new Map<number, (receipt: DirectReceipt) => void>();
  #received = 0;
  #bytes = 0;
  #lastAt: number;
  #closed = false;
  /** Why reading stops once nothing waits; null while frames may come. */
  #outcome: { error: unknown } | "done" | null = null;
  #wake: () => void = () => undefined;
  readonly #cancels = new Set<() => void>();
  #endWatch: () => void = () => undefined;

  constructor(options: MemoryChannelOptions) {
    this.#options = options;
    this.id = options.id;
    this.userId = options.userId;
    this.ended = new Promise((resolve) => {
      this.#settleEnded = resolve;
    });
    const { clock, limits } = options;
    this.#lastAt = clock.now();
    this.#after(limits.totalMs, () => this.fail(tooLong(limits.totalMs)));
    this.#watchSilence(limits.firstMs);
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Frames that wait to be read. */
  get waiting(): number {
    return this.#waiting.length;
  }

  deliver(frame: DirectFrame): Promise<DirectReceipt> {
    if (this.#closed) return this.#drop("late");
    if (frame.seq <= this.#received) return this.#again(frame.seq);
    if (frame.seq > this.#received + 1) return this.#drop("gap");
    const breach = this.#breach(frame);
    if (breach !== null) {
      const dropped = this.#drop(breach);
      this.fail(beyond(breach));
      return dropped;
    }
    this.#received = frame.seq;
    this.#lastAt = this.#options.clock.now();
    if (frame.seq === 1) this.#watchSilence(this.#options.limits.idleMs);
    if ("done" in frame) this.#finish("done", "by-page");
    else if ("error" in frame) this.#finish({ error: errorOfPage(frame.error) }, "by-page");
    else return this.#take(frame.seq, rebuildChunk(frame.chunk));
    return Promise.resolve(this.#receipt());
  }

  async *read(): AsyncGenerator<CompletionChunk, void, undefined> {
    try {
      for (;;) {
        const next = this.#waiting.shift();
        if (next !== undefined) {
          this.#acknowledge(next.seq);
          if (next.chunk !== null) yield next.chunk;
        } else if (this.#outcome === "done") {
          return;
        } else if (this.#outcome !== null) {
          throw this.#outcome.error;
        } else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
      }
    } finally {
      this.end(new Error("nobody reads any more"));
    }
  }

  fail(error: ParleyError): void {
    this.#finish({ error }, "otherwise");
  }

  end(reason: unknown): void {
    this.#waiting = [];
    this.#finish({ error: reason }, "otherwise");
    for (const seq of this.#senders.keys()) this.#acknowledge(seq);
  }

  #take(seq: number, chunk: CompletionChunk | null): Promise<DirectReceipt> {
    this.#waiting.push({ seq, chunk });
    this.#wake();
    return this.#untilRead(seq);
  }

  /** A page that lost its connection sends again what it has no receipt for. */
  #again(seq: number): Promise<DirectReceipt> {
    this.#options.onDropped("duplicate");
    this.#acknowledge(seq);
    const isRead = !this.#waiting.some((frame) => frame.seq === seq);
    return isRead ? Promise.resolve(this.#receipt()) : this.#untilRead(seq);
  }

  #untilRead(seq: number): Promise<DirectReceipt> {
    return new Promise((resolve) => this.#senders.set(seq, resolve));
  }

  #acknowledge(seq: number): void {
    this.#senders.get(seq)?.(this.#receipt());
    this.#senders.delete(seq);
  }

  #receipt(): DirectReceipt {
    return { ok: true, open: !this.#closed, received: this.#received };
  }

  #drop(why: Dropped): Promise<DirectReceipt> {
    this.#options.onDropped(why);
    return Promise.resolve(this.#receipt());
  }

  #breach(frame: DirectFrame): Dropped | null {
    const { limits } = this.#options;
    if (frame.seq > limits.frames) return "frame-count";
    if (!("chunk" in frame)) return null;
    const bytes = Buffer.byteLength(frame.chunk);
    if (bytes > limits.frameBytes) return "frame-size";
    this.#bytes += bytes;
    if (this.#bytes > limits.streamBytes) return "stream-size";
    return this.#waiting.length >= limits.waitingFrames ? "waiting" : null;
  }

  #watchSilence(ms: number): void {
    this.#endWatch();
    this.#endWatch = this.#after(ms, () => {
      const { clock, limits } = this.#options;
      const limit = this.#received === 0 ? limits.firstMs : limits.idleMs;
      const left = this.#lastAt + limit - clock.now();
      // While frames wait, it is the server that is slow.
      if (this.#waiting.length > 0) this.#watchSilence(limits.idleMs);
      else if (left > 0) this.#watchSilence(left);
      else this.fail(silent(limit));
    });
  }

  #finish(outcome: { error: unknown } | "done", ending: Ending): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#outcome = outcome;
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
    this.#settleEnded(ending);
    this.#wake();
  }

  #after(ms: number, task: () => void): () => void {
    const cancel = this.#options.clock.after(ms, () => {
      this.#cancels.delete(cancel);
      if (!this.#closed) task();
    });
    this.#cancels.add(cancel);
    return () => {
      this.#cancels.delete(cancel);
      cancel();
    };
  }
}

const kept = "What had arrived is kept.";

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

function silent(ms: number): ParleyError {
  return new ParleyError(
    "upstream_timeout",
    `Your browser sent nothing for ${seconds(ms)}, so the answer was ended. ${kept} Keep the tab that asked open.`,
  );
}

function tooLong(ms: number): ParleyError {
  return new ParleyError(
    "upstream_timeout",
    `An answer through your browser may take ${seconds(ms)}, and this one took longer. ${kept}`,
  );
}

function beyond(why: Dropped): ParleyError {
  const what =
    why === "waiting"
      ? "faster than it was read"
      : why === "frame-size"
        ? "a piece that is too large"
        : "more than one answer may hold";
  return new ParleyError(
    "too_large",
    `Your browser sent ${what}, so the answer was ended. ${kept}`,
  );
}
