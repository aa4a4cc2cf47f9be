import type { Clock } from "@parley/core";

/** At most `max` attempts in `windowMs`. */
export type AttemptRule = { max: number; windowMs: number };

export type Attempt = { allowed: true } | { allowed: false; retryAfterSeconds: number };

/**
 * Counts attempts per key in windows that begin with the first attempt. Kept in memory: a restart
 * forgives, and nothing that a stranger sends is ever written to the database.
 */
export class AttemptLimiter {
  readonly #windows = new Map<string, { count: number; endsAt: number }>();
  readonly #clock: Clock;
  readonly #maxKeys: number;

  constructor(options: { clock: Clock; maxKeys: number }) {
    this.#clock = options.clock;
    this.#maxKeys = options.maxKeys;
  }

  /** Counts one attempt, unless the limit is reached: a refused attempt doesn't lengthen the wait. */
  attempt(key: string, rule: AttemptRule): Attempt {
    const now = this.#clock.now();
    const open = this.#windows.get(key);
    if (open !== undefined && now < open.endsAt) {
      if (open.count >= rule.max) {
        return { allowed: false, retryAfterSeconds: Math.ceil((open.endsAt - now) / 1000) };
      }
      open.count += 1;
      return { allowed: true };
    }
    this.#windows.delete(key);
    if (this.#windows.size >= this.#maxKeys) this.#makeRoom(now);
    this.#windows.set(key, { count: 1, endsAt: now + rule.windowMs });
    return { allowed: true };
  }

  #makeRoom(now: number): void {
    for (const [key, window] of this.#windows) {
      if (now >= window.endsAt) this.#windows.delete(key);
    }
    // Still full: the oldest go, in insertion order.
    for (const key of this.#windows.keys()) {
      if (this.#windows.size < this.#maxKeys) return;
      this.#windows.delete(key);
    }
  }
}
