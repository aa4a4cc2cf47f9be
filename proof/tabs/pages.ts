import type { Page } from "@playwright/test";
import { openBrowser, signedIn } from "../lib/browser.ts";
import { countedWords, message, messageEnded } from "../lib/chat-page.ts";
import type { Context } from "../lib/programme.ts";
import type { World } from "../lib/world.ts";
import type { Seen } from "./tab.ts";

/** A tab of a real browser on the real page. */
export class PageTab {
  reloads = 0;
  readonly #page: Page;
  readonly #messageId: string;

  constructor(page: Page, messageId: string) {
    this.#page = page;
    this.#messageId = messageId;
  }

  async reload(): Promise<void> {
    this.reloads += 1;
    await this.#page.reload({ waitUntil: "commit" });
  }

  /** Resolves with the text that is shown once nothing is written any more; never rejects. */
  async ended(): Promise<Seen> {
    try {
      await messageEnded(this.#page, this.#messageId);
      const text = await message(this.#page, this.#messageId).textContent();
      return { by: "following", text: countedWords(text ?? "") };
    } catch (error) {
      return { by: "failing", reason: String(error) };
    }
  }
}

export async function openPages(
  context: Context,
  {
    world,
    chatId,
    messageId,
    count,
  }: { world: World; chatId: string; messageId: string; count: number },
): Promise<PageTab[]> {
  const browser = await openBrowser(context);
  const { url } = world.parley;
  const profile = await signedIn(browser, { url, session: world.session });
  return await Promise.all(
    Array.from({ length: count }, async () => {
      const page = await profile.newPage();
      await page.goto(`${url}/c/${chatId}`, { waitUntil: "commit" });
      return new PageTab(page, messageId);
    }),
  );
}
