import { randomUUID } from "node:crypto";
import { trpc } from "@parley/e2e/harness";
import { betterOf } from "../lib/better-of.ts";
import { openBrowser } from "../lib/browser.ts";
import type { Context, Programme, Verdict } from "../lib/programme.ts";
import { type SeedChat, seedChats } from "../lib/seed.ts";
import { median, percentile, rounded } from "../lib/statistics.ts";
import { conversation, titleOf } from "../lib/texts.ts";
import { openWorld, startServer, type World } from "../lib/world.ts";
import { type LongChat, measureOpening, millisecondsToSwitch, openNew } from "./long-chat.ts";
import { scrollUp } from "./scroll.ts";
import { timeSidebar } from "./sidebar.ts";

const claimed = { sidebarMs: 50, openMs: 1000 };
const size = { chats: 1000, messagesEach: 50, longMessages: 5000 };

const scales = {
  full: { calls: 300, opens: 7, pixels: Number.POSITIVE_INFINITY, maxSeconds: 600 },
  quick: { calls: 50, opens: 3, pixels: 40_000, maxSeconds: 20 },
};

const longTitle = "The long one";

export const listsProgramme: Programme = {
  name: "lists",
  sentence:
    "1,000 chats list in 50 ms, one of 5,000 messages opens in a second and scrolls without gaps",
  run,
};

async function run(context: Context): Promise<Verdict> {
  const scale = context.quick ? scales.quick : scales.full;
  const world = await openWorld(context, "lists");
  const chat = await seed(context, world);
  const problems: string[] = [];
  const sidebar = await measureSidebar(world, {
    calls: scale.calls,
    limitMs: claimed.sidebarMs,
    problems,
  });
  context.print(`sidebar: p95 ${sidebar.page.p95} ms, with a search ${sidebar.search.p95} ms`);

  const where = { browser: await openBrowser(context), world, chat };
  const opening = await measureOpening(where, { opens: scale.opens, limitMs: claimed.openMs });
  const openMs = rounded(median(opening.ms));
  context.print(`the long chat: open after ${opening.ms.map(rounded).join(", ")} ms`);
  if (!(openMs < claimed.openMs)) {
    problems.push(`The long chat opens in ${openMs} ms; less than ${claimed.openMs} are allowed.`);
  }

  const page = await openNew(where);
  const switchMs = rounded(await millisecondsToSwitch(page, longTitle, chat.last));
  const scrolled = await scrollUp(page, { first: chat.first, ...scale });
  const { looks, blank, seen, seconds, reachedTop } = scrolled;
  context.print(
    `scrolled over ${seen} messages in ${rounded(seconds)} s: ${blank} of ${looks} frames blank`,
  );
  if (blank > 0) problems.push(`${blank} of ${looks} frames were blank at their middle.`);
  if (looks < 50) problems.push(`Only ${looks} frames were looked at.`);
  if (!context.quick && !reachedTop) problems.push("The chat's first message was not reached.");
  return {
    problems,
    decisive: `sidebar p95 ${sidebar.page.p95} ms (search ${sidebar.search.p95} ms), long chat open in ${openMs} ms, ${blank} of ${looks} frames blank`,
    figures: {
      sidebarMs: sidebar.page,
      sidebarSearchMs: sidebar.search,
      openMs: {
        median: openMs,
        all: opening.ms.map(rounded),
        firstAfterStart: rounded(opening.first),
      },
      switchMs,
      scrolled: { ...scrolled, seconds: rounded(seconds) },
    },
  };
}

/** Fills the tables while no Parley runs, and starts it again. */
async function seed(context: Context, world: World): Promise<LongChat> {
  await world.parley.stop();
  const started = performance.now();
  const now = Date.now();
  const long: SeedChat = {
    id: randomUUID(),
    title: longTitle,
    updatedAt: now,
    messages: conversation(size.longMessages),
  };
  const others = Array.from(
    { length: size.chats },
    (_, index): SeedChat => ({
      id: randomUUID(),
      title: titleOf(index),
      updatedAt: now - (index + 1) * 600_000,
      messages: conversation(size.messagesEach),
    }),
  );
  await seedChats(world, [long, ...others]);
  context.print(
    `stored ${size.chats} chats of ${size.messagesEach} messages and one of ${size.longMessages} in ${rounded((performance.now() - started) / 1000)} s`,
  );
  world.parley = await startServer(context, world.dataDir);
  world.client = trpc(world.parley.url, world.session);
  return { chatId: long.id, first: "Message 1:", last: `Message ${size.longMessages}` };
}

async function measureSidebar(
  world: World,
  { calls, limitMs, problems }: { calls: number; limitMs: number; problems: string[] },
) {
  const where = { url: world.parley.url, session: world.session };
  const measured = async (query: { search?: string; limit: number }, what: string) => {
    const { ms, rows } = await betterOf(
      () => timeSidebar(where, query, calls),
      (times) => percentile(times.ms, 0.95) / limitMs,
    );
    const p95 = rounded(percentile(ms, 0.95));
    if (rows !== query.limit) problems.push(`${what} has ${rows} rows instead of ${query.limit}.`);
    if (!(p95 < limitMs)) {
      problems.push(`${what} takes ${p95} ms; less than ${limitMs} are allowed.`);
    }
    return { p50: rounded(median(ms)), p95, worst: rounded(Math.max(...ms)) };
  };
  return {
    page: await measured({ limit: 50 }, "The sidebar's page"),
    search: await measured({ limit: 50, search: "shadows" }, "The sidebar's page with a search"),
  };
}
