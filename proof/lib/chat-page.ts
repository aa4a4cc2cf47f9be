import type { Locator, Page } from "@playwright/test";

/** How the chat page marks its messages; the one place of these programmes that knows it. */
export const messageSelector = "article[data-message-id]";

export function message(page: Page, id: string): Locator {
  return page.locator(`article[data-message-id="${id}"]`);
}

/** Resolves once the page shows the message as finished, whatever way it ended. */
export async function messageEnded(page: Page, id: string): Promise<void> {
  await page.locator(`article[data-message-id="${id}"]:not([data-status="streaming"])`).waitFor();
}

/** The part of the page that scrolls. */
export function transcript(page: Page): Locator {
  return page.getByRole("log");
}

/** From the first counted word to the last: an answer's text without what stands around it. */
export function countedWords(text: string): string {
  return /word-[\s\S]*word-\d+/.exec(text)?.[0] ?? "";
}
