import { randomUUID } from "node:crypto";
import type { BranchMessage } from "./types.ts";

/** What is thrown for a message or chat that is not there. */
export const notThere = new Error("not there");

/** The messages of the fake server's one chat, and which branch of them is shown. */
export class FakeTree {
  readonly #chatId: string;
  readonly #messages: BranchMessage[] = [];
  leaf: string | null = null;

  constructor(chatId: string) {
    this.#chatId = chatId;
  }

  isEmpty(): boolean {
    return this.#messages.length === 0;
  }

  shown(): BranchMessage[] {
    const branch: BranchMessage[] = [];
    for (let id = this.leaf; id !== null; ) {
      const message = this.#messages.find((candidate) => candidate.id === id);
      if (message === undefined) break;
      branch.unshift(this.withSiblings(message));
      id = message.parentId;
    }
    return branch;
  }

  withSiblings(message: BranchMessage): BranchMessage {
    const siblings = this.#messages.filter((other) => other.parentId === message.parentId);
    return { ...message, siblingIds: siblings.map((other) => other.id) };
  }

  add(
    parts: Pick<BranchMessage, "role" | "content" | "parentId"> &
      Partial<Pick<BranchMessage, "id" | "status">>,
  ): BranchMessage {
    const message: BranchMessage = {
      id: randomUUID(),
      status: "done",
      ...parts,
      chatId: this.#chatId,
      model: "m",
      metadata: {},
      activeChildId: null,
      siblingIds: [],
      createdAt: 0,
    };
    this.#messages.push(message);
    this.leaf = message.id;
    return message;
  }

  change(id: string, change: Partial<BranchMessage>): BranchMessage {
    const index = this.#messages.findIndex((message) => message.id === id);
    const before = this.#messages[index];
    if (before === undefined) throw notThere;
    const message = { ...before, ...change };
    this.#messages[index] = message;
    return message;
  }
}
