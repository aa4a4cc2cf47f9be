"use client";

import { createContext, use } from "react";

export type Person = { id: string; name: string; isAdmin: boolean };

/** What every part of the chat page may need. */
export type PageValue = {
  person: Person;
  /** Some model has filters that people switch. */
  hasSwitches: boolean;
  /** The chat that is shown, or that the next question will begin. */
  chatId: string;
  openChat(chatId: string): void;
  openNew(): void;
  /** The list of chats, where it lies over the conversation. */
  isDrawerOpen: boolean;
  openDrawer(): void;
  closeDrawer(): void;
};

export const PageContext = createContext<PageValue | null>(null);

export function usePage(): PageValue {
  const page = use(PageContext);
  if (page === null) throw new Error("usePage needs <ChatApp> above it.");
  return page;
}
