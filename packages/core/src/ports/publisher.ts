import type { ServerEvent } from "../events.ts";

/**
 * Carries events to pages. Fire and forget: a page that misses some catches up by watching again.
 * Events of one turn arrive in the order published.
 */
export interface Publisher {
  /** To every page of the user that watches the chat. */
  toChat(userId: string, chatId: string, event: ServerEvent): void;
  /** To every page of the user. */
  toUser(userId: string, event: ServerEvent): void;
  /** To every page of everybody. */
  toAll(event: ServerEvent): void;
}
