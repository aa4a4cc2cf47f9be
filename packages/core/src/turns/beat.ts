import type { Clock } from "../ports/runtime.ts";

/**
 * Collects members and hands all of them over at once, at most every `ms`: one timer for everything
 * that runs, none per chunk. A member that joins while a hand-over is awaited goes with the next one.
 */
export class Beat<T> {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #flush: (members: T[]) => void | Promise<void>;
  #members = new Set<T>();
  #cancel: (() => void) | null = null;
  #busy = false;

  constructor(clock: Clock, ms: number, flush: (members: T[]) => void | Promise<void>) {
    this.#clock = clock;
    this.#ms = ms;
    this.#flush = flush;
  }

  add(member: T): void {
    this.#members.add(member);
    this.#schedule();
  }

  delete(member: T): void {
    this.#members.delete(member);
  }

  #schedule(): void {
    if (this.#cancel || this.#busy || this.#members.size === 0) return;
    this.#cancel = this.#clock.after(this.#ms, () => void this.#run());
  }

  async #run(): Promise<void> {
    this.#cancel = null;
    const members = [...this.#members];
    this.#members.clear();
    this.#busy = true;
    try {
      await this.#flush(members);
    } finally {
      this.#busy = false;
      this.#schedule();
    }
  }
}
