import type { Browser, Page } from "@playwright/test";
import { betterOf } from "../lib/better-of.ts";
import { signedIn } from "../lib/browser.ts";
import { messageSelector } from "../lib/chat-page.ts";
import { median } from "../lib/statistics.ts";
import type { World } from "../lib/world.ts";

export type LongChat = { chatId: string; first: string; last: string };

type Where = { browser: Browser; world: World };

/** Opens a page for a new chat in a fresh profile, with nothing in its cache. */
export async function openNew({ browser, world }: Where): Promise<Page> {
  const page = await freshPage({ browser, world });
  await page.goto(world.parley.url, { waitUntil: "commit" });
  return page;
}

async function freshPage({ browser, world: { parley, session } }: Where): Promise<Page> {
  const profile = await signedIn(browser, { url: parley.url, session });
  return profile.newPage();
}

type Wanted = { selector: string; wanted: string };

/** Runs in the page: milliseconds since its navigation began if such a message is on the screen, else null. */
function shownAt({ selector, wanted }: Wanted): number | null {
  const found = [...document.querySelectorAll(selector)].findLast((article) =>
    article.textContent.includes(wanted),
  );
  const box = found?.getBoundingClientRect();
  const visible = box !== undefined && box.bottom > 0 && box.top < innerHeight;
  return visible ? performance.now() : null;
}

const wantedOf = (text: string): Wanted => ({ selector: messageSelector, wanted: text });

/**
 * Opens the chat in a fresh profile. The page itself says when it shows the last message: a driver that
 * asks for it from outside would first put 60 ms of its own script before the page's.
 */
async function millisecondsToOpen({ chat, ...where }: Where & { chat: LongChat }): Promise<number> {
  const page = await freshPage(where);
  const mark = "shown after";
  await page.addInitScript(`{
    const shownAt = ${shownAt.toString()};
    const look = () => {
      const ms = shownAt(${JSON.stringify(wantedOf(chat.last))});
      if (ms === null) requestAnimationFrame(look);
      else console.info("${mark}", ms);
    };
    requestAnimationFrame(look);
  }`);
  const shown = page.waitForEvent("console", {
    predicate: (message) => message.text().startsWith(mark),
    timeout: 30_000,
  });
  const opened = page.goto(`${where.world.parley.url}/c/${chat.chatId}`, { waitUntil: "commit" });
  const [message] = await Promise.all([shown, opened]);
  await page.context().close();
  return Number(message.text().slice(mark.length));
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
  const shown = await page.waitForFunction(shownAt, wantedOf(text), {
    polling: "raf",
    timeout: 30_000,
  });
  return ((await shown.jsonValue()) ?? Number.NaN) - started;
}

/** Opens the long chat again and again, in a fresh browser profile each time. */
export async function measureOpening(
  where: Where & { chat: LongChat },
  { opens, limitMs }: { opens: number; limitMs: number },
): Promise<{ ms: number[]; first: number }> {
  const open = () => millisecondsToOpen(where);
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
