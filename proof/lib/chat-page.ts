import type { Locator, Page } from "@playwright/test";

/** The chat page by the names and roles that it gives its parts. */
export const chatPage = {
  /** The part that scrolls. */
  transcript: (page: Page): Locator => page.getByRole("log"),
  messages: (page: Page): Locator => page.getByRole("article"),
  lastAnswer: (page: Page): Locator => page.getByRole("article", { name: "Answer" }).last(),
  send: (page: Page): Locator => page.getByRole("button", { name: "Send", exact: true }),
};

/** From the first counted word to the last: an answer's text without what stands around it. */
export function countedWords(text: string): string {
  return /word-[\s\S]*word-\d+/.exec(text)?.[0] ?? "";
}
