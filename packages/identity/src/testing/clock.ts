import type { Clock } from "@parley/core";

/** A clock that tests move by hand. */
export class TestClock implements Clock {
  #now = 1_750_000_000_000;
  #tasks: { at: number; task: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, task: () => void): () => void {
    const entry = { at: this.#now + ms, task };
    this.#tasks.push(entry);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== entry);
    };
  }

  /** Moves on and runs what has become due. */
  advance(ms: number): void {
    this.#now += ms;
    const due = this.#tasks.filter((entry) => entry.at <= this.#now);
    this.#tasks = this.#tasks.filter((entry) => entry.at > this.#now);
    for (const entry of due) entry.task();
  }

  get waiting(): number {
    return this.#tasks.length;
  }
}
