import type { Clock, Log } from "@parley/core";

export type LastUsedOptions = {
  /** Writes "used at" for these ids, in one statement. */
  write: (ids: string[], at: Date) => Promise<void>;
  clock: Clock;
  log: Log;
  /** An id is written at most once in this time. */
  intervalMs: number;
  /** How long a note waits for company before it is written. */
  delayMs: number;
};

/** Notes when something was last used, away from the path of the request that used it. */
export class LastUsed {
  readonly #noted = new Map<string, number>();
  readonly #pending = new Set<string>();
  readonly #options: LastUsedOptions;
  #cancel: (() => void) | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: LastUsedOptions) {
    this.#options = options;
  }

  note(id: string): void {
    const now = this.#options.clock.now();
    const before = this.#noted.get(id);
    if (before !== undefined && now - before < this.#options.intervalMs) return;
    this.#noted.set(id, now);
    this.#pending.add(id);
    this.#cancel ??= this.#options.clock.after(this.#options.delayMs, () => this.#flush());
  }

  /** Writes what is noted and stops the timer. */
  async close(): Promise<void> {
    this.#cancel?.();
    this.#flush();
    await this.#writing;
  }

  #flush(): void {
    this.#cancel = null;
    const { write, clock, log, intervalMs } = this.#options;
    const now = clock.now();
    for (const [id, at] of this.#noted) {
      if (now - at >= intervalMs) this.#noted.delete(id);
    }
    const ids = [...this.#pending];
    this.#pending.clear();
    if (ids.length === 0) return;
    // Only the time of last use is lost when this fails: the request was served long ago.
    this.#writing = write(ids, new Date(now)).catch((error: unknown) => {
      log.warn("could not store when a key or an account was last used", { error });
    });
  }
}
