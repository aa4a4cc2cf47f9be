import type { Page } from "@playwright/test";
import { openBrowser, signedIn } from "../lib/browser.ts";
import { chatPage, countedWords } from "../lib/chat-page.ts";
import type { Context } from "../lib/programme.ts";
import type { World } from "../lib/world.ts";
import type { Seen } from "./tab.ts";

/** A tab of a real browser on the real page. */
export class PageTab {
  reloads = 0;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async reload(): Promise<void> {
    this.reloads += 1;
    await this.#page.reload({ waitUntil: "commit" });
  }

  /** Resolves with the text that is shown once nothing is written any more; never rejects. */
  async ended(): Promise<Seen> {
    try {
      const answer = chatPage.lastAnswer(this.#page);
      await answer.waitFor();
      await chatPage.send(this.#page).waitFor();
      return { by: "following", text: countedWords((await answer.textContent()) ?? "") };
    } catch (error) {
      return { by: "failing", reason: String(error) };
    }
  }
}

export async function openPages(
  context: Context,
  { world, chatId, count }: { world: World; chatId: string; count: number },
): Promise<PageTab[]> {
  const browser = await openBrowser(context);
  const { url } = world.parley;
  const profile = await signedIn(browser, { url, session: world.session });
  return await Promise.all(
    Array.from({ length: count }, async () => {
      const page = await profile.newPage();
      await page.goto(`${url}/c/${chatId}`, { waitUntil: "commit" });
      return new PageTab(page);
    }),
  );
}
