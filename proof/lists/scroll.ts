import type { Page } from "@playwright/test";
import { messageSelector, transcript } from "../lib/chat-page.ts";
import { isBlank, type Look } from "./gaps.ts";

export type Scrolled = {
  looks: number;
  blank: number;
  /** How many messages were seen at the middle of the viewport, by what they begin with. */
  seen: number;
  pixels: number;
  seconds: number;
  reachedTop: boolean;
};

declare global {
  /** Where the page under test leaves what each of its frames showed. */
  var proofLooks: { look: Look; first: string }[] | undefined;
}

/** Turns the wheel upwards until the first message shows (or `pixels` are gone), looking at every frame. */
export async function scrollUp(
  page: Page,
  { first, pixels, maxSeconds }: { first: string; pixels: number; maxSeconds: number },
): Promise<Scrolled> {
  const box = await transcript(page).boundingBox();
  if (box === null) throw new Error("The page shows no transcript.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await lookAtEveryFrame(page);
  const started = performance.now();
  const seen = new Set<string>();
  const result = { looks: 0, blank: 0, pixels: 0, reachedTop: false };
  const notch = 120;
  const elapsed = () => (performance.now() - started) / 1000;
  while (!result.reachedTop && result.pixels < pixels && elapsed() < maxSeconds) {
    for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, -notch);
    result.pixels += 20 * notch;
    for (const { look, first: atMiddle } of await takeLooks(page)) {
      result.looks += 1;
      if (isBlank(look)) result.blank += 1;
      if (atMiddle !== "") seen.add(atMiddle);
    }
    result.reachedTop = await isOnScreen(page, first);
  }
  return { ...result, seen: seen.size, seconds: elapsed() };
}

async function lookAtEveryFrame(page: Page): Promise<void> {
  await page.evaluate((selector) => {
    globalThis.proofLooks = [];
    const scroller = document.querySelector("[role=log]");
    const look = () => {
      const area = (scroller ?? document.documentElement).getBoundingClientRect();
      const middle = (Math.max(0, area.top) + Math.min(innerHeight, area.bottom)) / 2;
      const withText = [...document.querySelectorAll(selector)].flatMap((article) => {
        const text = article.textContent.trim();
        const { top, bottom } = article.getBoundingClientRect();
        return text !== "" && bottom > 0 && top < innerHeight ? [{ text, top, bottom }] : [];
      });
      const atMiddle = withText.find(({ top, bottom }) => top <= middle && middle <= bottom);
      globalThis.proofLooks?.push({
        look: { middle, messages: withText.map(({ top, bottom }) => ({ top, bottom })) },
        first: /Message \d+/.exec(atMiddle?.text ?? "")?.[0] ?? "",
      });
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, messageSelector);
}

function takeLooks(page: Page) {
  return page.evaluate(() => globalThis.proofLooks?.splice(0) ?? []);
}

function isOnScreen(page: Page, text: string): Promise<boolean> {
  return page.evaluate(
    ({ selector, wanted }) => {
      const found = [...document.querySelectorAll(selector)].find((article) =>
        article.textContent.includes(wanted),
      );
      const box = found?.getBoundingClientRect();
      return box !== undefined && box.bottom > 0 && box.top < innerHeight;
    },
    { selector: messageSelector, wanted: text },
  );
}
