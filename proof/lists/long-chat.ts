import type { Browser, Page } from "@playwright/test";
import { betterOf } from "../lib/better-of.ts";
import { signedIn } from "../lib/browser.ts";
import { messageSelector } from "../lib/chat-page.ts";
import { median } from "../lib/statistics.ts";
import type { World } from "../lib/world.ts";

export type LongChat = { chatId: string; first: string; last: string };

type Where = { browser: Browser; world: World; chat: LongChat | null };

/** Opens the chat (or the page for a new one) in a fresh profile, with nothing in its cache. */
export async function openFresh({ browser, world, chat }: Where): Promise<Page> {
  const { parley, session } = world;
  const profile = await signedIn(browser, { url: parley.url, session });
  const page = await profile.newPage();
  await page.goto(`${parley.url}${chat === null ? "/" : `/c/${chat.chatId}`}`, {
    waitUntil: "commit",
  });
  return page;
}

/**
 * Milliseconds from the begin of the page's navigation until a message that begins with `text` is on
 * the screen, as the page's own clock has it.
 */
async function millisecondsUntilShown(page: Page, text: string): Promise<number> {
  const shown = await page.waitForFunction(
    ({ selector, wanted }) => {
      const found = [...document.querySelectorAll(selector)].findLast((article) =>
        article.textContent.includes(wanted),
      );
      const box = found?.getBoundingClientRect();
      const visible = box !== undefined && box.bottom > 0 && box.top < innerHeight;
      return visible ? performance.now() : null;
    },
    { selector: messageSelector, wanted: text },
    { polling: "raf", timeout: 30_000 },
  );
  return (await shown.jsonValue()) ?? Number.NaN;
}

/** The same when the chat is chosen in the sidebar of a page that is open already. */
export async function millisecondsToSwitch(
  page: Page,
  link: string,
  text: string,
): Promise<number> {
  const target = page.getByRole("navigation", { name: "Chats" }).getByRole("link", { name: link });
  await target.waitFor();
  const started = await page.evaluate(() => performance.now());
  await target.click();
  return (await millisecondsUntilShown(page, text)) - started;
}

/** Opens the long chat again and again, in a fresh browser profile each time. */
export async function measureOpening(
  where: { browser: Browser; world: World; chat: LongChat },
  { opens, limitMs }: { opens: number; limitMs: number },
): Promise<{ ms: number[]; first: number }> {
  const open = async () => {
    const page = await openFresh(where);
    const ms = await millisecondsUntilShown(page, where.chat.last);
    await page.context().close();
    return ms;
  };
  // The server loads the page's code when it is asked for it first; no later visitor waits for that.
  const first = await open();
  const ms = await betterOf(
    async () => {
      const batch: number[] = [];
      for (let count = 0; count < opens; count += 1) batch.push(await open());
      return batch;
    },
    (batch) => median(batch) / limitMs,
  );
  return { ms, first };
}
