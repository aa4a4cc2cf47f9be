import { randomInt } from "node:crypto";
import { addConnection, trpc } from "@parley/e2e/harness";
import type { Context, Programme, Verdict } from "../lib/programme.ts";
import { median, rounded } from "../lib/statistics.ts";
import { model, openWorld, startServer, type World } from "../lib/world.ts";
import { continueAndStop, continueToTheEnd } from "./go-on.ts";
import { inspect } from "./inspect.ts";
import { type Asked, crash, type Found, find, type Running } from "./round.ts";

const words = 400;

/** Connected a second time as an Ollama, which goes on with a given answer instead of beginning anew. */
const prefix = "ollama";
const ollamaModel = `${prefix}.${model}:latest`;
const answers: Running[] = [
  { pace: 10, model },
  { pace: 25, model: ollamaModel },
  { pace: 3, model },
  { pace: 60, model: ollamaModel },
];

type Tally = {
  asked: number;
  found: number;
  interrupted: number;
  continued: number;
  lostMs: number[];
  goneMs: number[];
  restartMs: number[];
};

export const crashProgramme: Programme = {
  name: "crash",
  sentence:
    "kill -9 in the middle of answers loses at most their last second, and they can be continued",
  run,
};

async function run(context: Context): Promise<Verdict> {
  const rounds = context.quick ? 3 : 30;
  const world = await openWorld(context, "crash");
  await addConnection(world.parley.url, world.session, {
    kind: "ollama",
    name: "Scripted Ollama",
    baseUrl: world.models.url,
    prefix,
  });
  const problems: string[] = [];
  const tally: Tally = {
    asked: 0,
    found: 0,
    interrupted: 0,
    continued: 0,
    lostMs: [],
    goneMs: [],
    restartMs: [],
  };
  const all: Asked[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const before = problems.length;
    const found = await oneRound(context, { world, problems, tally });
    all.push(...found.map(({ asked }) => asked));
    const worst = rounded(Math.max(...tally.lostMs));
    context.print(
      `round ${round} of ${rounds}: ${found.length} questions there, worst loss so far ${worst} ms${problems.length > before ? `, ${problems.length - before} problems` : ""}`,
    );
    for (const problem of problems.slice(before)) context.print(`  ✗ ${problem}`);
  }
  for (const asked of all) {
    const found = await find(world, asked, problems);
    if (found?.status === "streaming") problems.push("An answer is still streaming at the end.");
  }
  await world.parley.stop();
  const inspection = await inspect(world.dataDir);
  problems.push(...inspection.problems);
  return verdict({ rounds, tally, problems, inspection });
}

async function oneRound(
  context: Context,
  { world, problems, tally }: { world: World; problems: string[]; tally: Tally },
): Promise<Found[]> {
  const killAfterMs = randomInt(1200, 3600);
  const crashed = await crash(world, { answers, words, killAfterMs });
  if (crashed.databaseGoneMs === null) problems.push("The database was still there 10 s later.");
  else tally.goneMs.push(crashed.databaseGoneMs);

  const restarted = performance.now();
  world.parley = await startServer(context, world.dataDir);
  world.client = trpc(world.parley.url, world.session);
  tally.restartMs.push(performance.now() - restarted);

  tally.asked += crashed.asked.length;
  const found: Found[] = [];
  for (const asked of crashed.asked) {
    const answer = await find(world, asked, problems);
    if (answer === null) continue;
    found.push(answer);
    tally.found += 1;
    const loss = crashed.lossOf(asked, answer.text);
    if (loss === null) problems.push(`An answer has text that was not sent: ${answer.text}`);
    else tally.lostMs.push(loss.ms);
    if (loss !== null && loss.words > 0) {
      problems.push(`${loss.words} words are gone that were sent a second before the kill.`);
    }
    if (answer.status === "interrupted") tally.interrupted += 1;
    else if (answer.status !== "done") problems.push(`An answer came back ${answer.status}.`);
  }
  const cut = found.filter(({ status }) => status === "interrupted");
  const begunAnew = cut.filter(({ asked }) => asked.model === model).slice(0, 1);
  const goneOn = cut.filter(({ asked }) => asked.model === ollamaModel);
  await Promise.all([
    ...begunAnew.map((each) => continueToTheEnd(world, each, problems)),
    ...goneOn.map((each) => continueAndStop(world, each, problems)),
  ]);
  tally.continued += begunAnew.length + goneOn.length;
  return found;
}

function verdict(parts: {
  rounds: number;
  tally: Tally;
  problems: string[];
  inspection: { chats: number; messages: number };
}): Verdict {
  const { rounds, tally, problems, inspection } = parts;
  const worst = rounded(Math.max(...tally.lostMs));
  return {
    problems,
    decisive: `${rounds} kills, ${tally.found} of ${tally.asked} acknowledged questions there, at most the last ${worst} ms of an answer lost`,
    figures: {
      kills: rounds,
      acknowledgedQuestions: tally.asked,
      foundAgain: tally.found,
      interruptedAnswers: tally.interrupted,
      continuedAnswers: tally.continued,
      lostMs: { median: rounded(median(tally.lostMs)), worst },
      databaseGoneMs: {
        median: rounded(median(tally.goneMs)),
        worst: rounded(Math.max(...tally.goneMs)),
      },
      restartMs: {
        median: rounded(median(tally.restartMs)),
        worst: rounded(Math.max(...tally.restartMs)),
      },
      chatsInTheEnd: inspection.chats,
      messagesInTheEnd: inspection.messages,
    },
  };
}
