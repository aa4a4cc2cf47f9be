import { createHash, randomInt, randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { textFor } from "@parley/e2e/model-server";
import type { Context, Programme, Verdict } from "../lib/programme.ts";
import { model, openWorld, type World } from "../lib/world.ts";
import { openPages, type PageTab } from "./pages.ts";
import { type Seen, Tab } from "./tab.ts";

type Scale = { tabs: number; pages: number; words: number; pace: number; pauseMs: number };

const scales: Record<"full" | "quick", Scale> = {
  full: { tabs: 50, pages: 8, words: 1500, pace: 20, pauseMs: 6000 },
  quick: { tabs: 50, pages: 2, words: 400, pace: 20, pauseMs: 3000 },
};

/** Longest time after the upstream's last word until every tab must have the whole text. */
const patienceMs = 15_000;

export const tabsProgramme: Programme = {
  name: "tabs",
  sentence:
    "50 tabs that are reloaded at random while an answer streams all end with its very text",
  run,
};

async function run(context: Context): Promise<Verdict> {
  const scale = scales[context.quick ? "quick" : "full"];
  const world = await openWorld(context, "tabs");
  const question = `E2E:slow:${scale.words}:${scale.pace}`;
  const expected = textFor(question);
  const { chatId, messageId } = await ask(world, question);
  const { url } = world.parley;
  const { session, client } = world;
  const tabs = Array.from(
    { length: scale.tabs },
    () => new Tab({ url, session, client, chatId, messageId }),
  );
  context.resources.defer(() => {
    for (const tab of tabs) tab.close();
  });
  await Promise.all(tabs.map((tab) => tab.open()));
  const pages = await openPages(context, { world, chatId, messageId, count: scale.pages });
  context.print(`${tabs.length} tabs and ${pages.length} pages of Chromium are watching`);

  const running = new AbortController();
  const restless = [...tabs, ...pages].map((tab) => reloadAtRandom(tab, scale, running.signal));
  const request = await world.models.when(
    (each) => each.code === "slow" && each.outcome !== "open",
  );
  running.abort();
  await Promise.all(restless);
  const deadline = AbortSignal.timeout(patienceMs);
  const seen = await Promise.all(tabs.map((tab) => orLate(tab.ended, deadline)));
  const shown = await Promise.all(pages.map((page) => orLate(page.ended(), deadline)));
  const problems = [
    ...(request.outcome === "complete" ? [] : ["Parley did not read the answer to its end."]),
    ...seen.flatMap((each, index) => difference(`Tab ${index + 1}`, each, expected)),
    ...shown.flatMap((each, index) => difference(`Page ${index + 1}`, each, expected)),
  ];
  return verdict({ tabs, pages, seen, problems, expected });
}

async function ask({ client }: World, question: string) {
  const [chatId, messageId] = [randomUUID(), randomUUID()];
  await client.turns.send.mutate({
    chatId,
    questionId: randomUUID(),
    answerId: messageId,
    parentId: null,
    content: question,
    model,
  });
  return { chatId, messageId };
}

/** Reloads a tab now and then, at least once, until told that the answer has ended. */
async function reloadAtRandom(
  tab: { reload(): Promise<void> },
  { pauseMs }: Scale,
  signal: AbortSignal,
): Promise<void> {
  for (let first = true; first || !signal.aborted; first = false) {
    await delay(randomInt(pauseMs));
    await tab.reload();
  }
}

async function orLate<T>(result: Promise<T>, deadline: AbortSignal): Promise<T | null> {
  const late = Promise.withResolvers<null>();
  deadline.addEventListener("abort", () => late.resolve(null), { once: true });
  return await Promise.race([result, late.promise]);
}

/** What is wrong with how a tab ended; null stands for one that did not. */
function difference(name: string, seen: Seen | null, expected: string): string[] {
  if (seen === null) return [`${name} had not seen the end ${patienceMs} ms later.`];
  if (seen.by === "failing") return [`${name} failed: ${seen.reason}`];
  if (sha256(seen.text) === sha256(expected)) return [];
  return [
    `${name} ended with other text: ${seen.text.length} characters instead of ${expected.length}.`,
  ];
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function verdict(parts: {
  tabs: Tab[];
  pages: PageTab[];
  seen: (Seen | null)[];
  problems: string[];
  expected: string;
}): Verdict {
  const { tabs, pages, seen, problems, expected } = parts;
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
  const reloads = sum(tabs.map((tab) => tab.reloads));
  const pageReloads = sum(pages.map((page) => page.reloads));
  const total = tabs.length + pages.length;
  return {
    problems,
    decisive: `${problems.length === 0 ? total : "not all"} of ${total} tabs (${pages.length} of them in Chromium), reloaded ${reloads + pageReloads} times, ended with the text that was sent`,
    figures: {
      tabs: tabs.length,
      pages: pages.length,
      reloads,
      pageReloads,
      sawTheEnd: seen.filter((each) => each?.by === "following").length,
      openedAfterTheEnd: seen.filter((each) => each?.by === "opening").length,
      gapsNoticed: sum(tabs.map((tab) => tab.gaps)),
      characters: expected.length,
      sha256: sha256(expected),
    },
  };
}
