import type { Page } from "@playwright/test";

/** What the page says about itself in its attributes; the only place of `proof` that knows them. */
const messageSelector = "[data-message-id]";

function selectorOf(messageId: string): string {
  return `[data-message-id="${messageId}"]`;
}

/** The message's state as the page shows it; null while the message is not there. */
export async function messageStatus(page: Page, messageId: string): Promise<string | null> {
  const message = page.locator(selectorOf(messageId)).first();
  return (await message.count()) === 0 ? null : await message.getAttribute("data-status");
}

/** The text of an answer, without the controls around it. */
export async function answerText(page: Page, messageId: string): Promise<string> {
  const answer = page.locator(`${selectorOf(messageId)} [data-message-text]`).first();
  return (await answer.textContent()) ?? "";
}

export { messageSelector };
