import type { FilterSwitches } from "@parley/core";
import { type ChatState, changed, newChatState } from "./chat-state.ts";

/** Holds the state of one chat and tells who looks at it. */
export class ChatStore {
  readonly #listeners = new Set<() => void>();
  #state: ChatState;

  constructor(chatId: string, phase: "new" | "loading", filters: FilterSwitches = {}) {
    this.#state = newChatState(chatId, phase, filters);
  }

  readonly state = (): ChatState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(change: Parameters<typeof changed>[1]): void {
    this.#state = changed(this.#state, change);
    for (const listener of this.#listeners) listener();
  }
}
