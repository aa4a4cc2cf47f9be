import { randomUUID } from "node:crypto";
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { chromiumFlags } from "../lib/browser.ts";
import type { Context, Programme, Verdict } from "../lib/programme.ts";
import { seedChats } from "../lib/seed.ts";
import { richAnswer } from "../lib/texts.ts";
import { openWorld, startServer } from "../lib/world.ts";
import { failedAudits, medianRun, type Report, reportOf, type Scores } from "./report.ts";

/** The least that counts, of 100. */
const wanted: Scores = { performance: 90, accessibility: 100, "best-practices": 100 };
const exchanges = 32;

export const lighthouseProgramme: Programme = {
  name: "lighthouse",
  sentence:
    "Lighthouse gives a long conversation at least 90 for performance, 100 for accessibility and best practices",
  run,
};

async function run(context: Context): Promise<Verdict> {
  const world = await openWorld(context, "lighthouse");
  await world.parley.stop();
  const chatId = randomUUID();
  const messages = Array.from({ length: exchanges }, (_, index) => [
    `Message ${2 * index + 1}: what can you tell me?`,
    richAnswer(index),
  ]).flat();
  await seedChats(world, [{ id: chatId, title: "A long one", updatedAt: Date.now(), messages }]);
  const parley = await startServer(context, world.dataDir);
  const target = { url: `${parley.url}/c/${chatId}`, cookie: world.session.cookie };

  const runs = context.quick ? 1 : 3;
  const desktop = await audit(context, { ...target, preset: "desktop", runs });
  const mobile = context.quick ? null : await audit(context, { ...target, preset: "mobile", runs });
  const problems = Object.entries(wanted).flatMap(([category, least]) => {
    const score = desktop.scores[category] ?? 0;
    return score >= least ? [] : [`${category} has ${score} on a desktop; ${least} are wanted.`];
  });
  return {
    problems,
    decisive: `desktop ${scoresOf(desktop)}${mobile === null ? "" : `; phone ${scoresOf(mobile)}`}`,
    figures: {
      messages: messages.length,
      desktop: { ...desktop.scores, metrics: desktop.metrics, failed: failedAudits(desktop) },
      ...(mobile === null
        ? {}
        : { mobile: { ...mobile.scores, metrics: mobile.metrics, failed: failedAudits(mobile) } }),
    },
  };
}

function scoresOf({ scores }: Report): string {
  return Object.keys(wanted)
    .map((category) => `${category} ${scores[category] ?? 0}`)
    .join(", ");
}

type Target = { url: string; cookie: string; preset: "desktop" | "mobile"; runs: number };

async function audit(context: Context, { url, cookie, preset, runs }: Target): Promise<Report> {
  const reports: Report[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const chrome = await launch({
      chromePath: context.chromium,
      chromeFlags: ["--headless=new", ...chromiumFlags],
      handleSIGINT: false,
      logLevel: "silent",
    });
    try {
      const result = await lighthouse(
        url,
        {
          port: chrome.port,
          logLevel: "silent",
          output: "json",
          extraHeaders: { cookie },
          onlyCategories: Object.keys(wanted),
        },
        preset === "desktop" ? desktopConfig : undefined,
      );
      const report = reportOf(result?.lhr);
      reports.push(report);
      context.print(`${preset}, run ${run} of ${runs}: ${scoresOf(report)}`);
    } finally {
      chrome.kill();
    }
  }
  const chosen = medianRun(reports);
  for (const line of failedAudits(chosen)) context.print(`  ${line}`);
  return chosen;
}
