import type { AccessChange, AccessListener, Log } from "@parley/core";

/** Tells listeners, in the order they came, that somebody's access changed. */
export class AccessChanges {
  readonly #listeners = new Set<AccessListener>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  listen(listener: AccessListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(userId: string, change: AccessChange): void {
    for (const listener of this.#listeners) {
      try {
        listener(userId, change);
      } catch (error) {
        // One listener's fault must not keep the next from closing its sockets.
        this.#log.error("a listener for access changes failed", { error, userId, change });
      }
    }
  }
}
