import { z } from "zod";
import type { ChatPage } from "../fixtures/chat-page.ts";
import type { PuppetAnswer } from "../fixtures/puppet.ts";
import { expect, test } from "../fixtures/test.ts";

/** Says paragraphs until the transcript is several screens high. */
async function sayScreens(chat: ChatPage, answer: PuppetAnswer, from = 1): Promise<number> {
  const to = from + 29;
  for (let count = from; count <= to; count += 1) {
    answer.say(`Paragraph ${count} of an answer that is long enough to scroll.\n\n`);
  }
  await expect(chat.answer).toContainText(`Paragraph ${to} `);
  return to + 1;
}

test("30: the page follows an answer at the bottom; wheel and PageUp detach at once, and nothing pulls back", async ({
  chat,
  page,
  installation,
}) => {
  for (const detach of ["wheel", "PageUp"] as const) {
    await chat.openNew("puppet");
    await chat.ask("Write a lot");
    const answer = await installation.puppet.answer();
    const next = await sayScreens(chat, answer);
    await expect.poll(() => chat.distanceFromBottom()).toBeLessThan(10);

    if (detach === "wheel") {
      await chat.transcript.hover();
      await page.mouse.wheel(0, -300);
    } else {
      await chat.transcript.focus();
      await page.keyboard.press("PageUp");
    }
    await expect.poll(() => chat.distanceFromBottom()).toBeGreaterThan(100);
    const before = await chat.restingScrollTop();
    const third = await sayScreens(chat, answer, next);
    expect(await chat.scrollTop()).toBe(before);
    answer.end();
    await chat.settled();
    expect(await chat.scrollTop()).toBe(before);
    expect(third).toBeGreaterThan(next);
  }
});

test("31: following begins again only at the bottom or by “jump to latest”, which shows only when detached", async ({
  chat,
  page,
  installation,
}) => {
  await chat.openNew("puppet");
  await chat.ask("Write a lot");
  const answer = await installation.puppet.answer();
  let next = await sayScreens(chat, answer);
  await expect.poll(() => chat.distanceFromBottom()).toBeLessThan(10);
  await expect(chat.toLatest).toBeHidden();

  await chat.transcript.hover();
  await page.mouse.wheel(0, -900);
  await expect(chat.toLatest).toBeVisible();
  await page.mouse.wheel(0, 200);
  next = await sayScreens(chat, answer, next);
  await expect.poll(() => chat.distanceFromBottom()).toBeGreaterThan(300);
  await expect(chat.toLatest).toBeVisible();

  await chat.toLatest.click();
  await expect.poll(() => chat.distanceFromBottom()).toBeLessThan(10);
  await expect(chat.toLatest).toBeHidden();
  next = await sayScreens(chat, answer, next);
  await expect.poll(() => chat.distanceFromBottom()).toBeLessThan(10);

  await page.mouse.wheel(0, -900);
  await expect(chat.toLatest).toBeVisible();
  await page.mouse.wheel(0, 20_000);
  await expect(chat.toLatest).toBeHidden();
  await sayScreens(chat, answer, next);
  await expect.poll(() => chat.distanceFromBottom()).toBeLessThan(10);
  answer.end();
});

test("33: sending returns to the newest turn", async ({ chat, page }) => {
  await chat.openNew();
  await chat.exchange("E2E:long:2000");
  await chat.transcript.hover();
  await page.mouse.wheel(0, -2000);
  await expect(chat.toLatest).toBeVisible();
  await chat.exchange("And now?");
  await expect.poll(() => chat.distanceFromBottom()).toBeLessThan(10);
  await expect(chat.answer).toBeInViewport();
});

test("35: opening a chat lands at the bottom, with no visible glide", async ({ chat, page }) => {
  await chat.openNew();
  await chat.exchange("E2E:long:3000");
  await chat.exchange("The last question");
  const address = page.url();
  await page.goto("/");
  await expect(chat.composer).toBeVisible();
  await page.addInitScript(() => {
    const places: number[] = [];
    Reflect.set(window, "placesSeen", places);
    const look = () => {
      const log = document.querySelector("[role=log]");
      if (log?.textContent?.includes("The last question")) {
        places.push(log.scrollHeight - log.clientHeight - log.scrollTop);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(address);
  await expect(chat.answer).toContainText("You said: The last question");
  await expect.poll(() => chat.distanceFromBottom()).toBeLessThan(10);
  const seen: unknown = await page.evaluate(() => Reflect.get(window, "placesSeen"));
  const places = z.array(z.number()).parse(seen);
  expect(places.length).toBeGreaterThan(0);
  expect(Math.max(...places)).toBeLessThan(100);
});
