import { randomInt, randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { textOf } from "@parley/core";
import { familyOf, processes, untilGone } from "../lib/processes.ts";
import { model, type World } from "../lib/world.ts";
import { EmissionLog, lostMilliseconds, sentBy, wordsIn } from "./emission.ts";

/** A question that Parley acknowledged, and the answer that should be found again. */
export type Asked = { chatId: string; questionId: string; answerId: string; text: string };

export type RoundOptions = {
  /** Pace of each answer that runs when the server is killed: milliseconds between two words. */
  paces: number[];
  words: number;
  /** The server is killed so many milliseconds after the answers began. */
  killAfterMs: number;
};

export type Crash = {
  asked: Asked[];
  /** Milliseconds until the database had followed the server; null when it had not after 10 s. */
  databaseGoneMs: number | null;
  /** For each answer that ran: see `Loss`. */
  lossOf(asked: Asked, kept: string): Loss | null;
};

/** `words` were sent a second or more before the kill, and not kept; `ms`: how old the oldest lost word was. */
export type Loss = { words: number; ms: number };

/** What the server is not given time to do. */
const secondMs = 1000;

/** Lets several answers run, asks more and more until the server is killed, and kills it. */
export async function crash(world: World, options: RoundOptions): Promise<Crash> {
  const { parley, models } = world;
  const { paces, words, killAfterMs } = options;
  const log = new EmissionLog(() => models.requests());
  const asked = await Promise.all(
    paces.map((pace) => ask(world, `E2E:slow:${words}:${pace}\n${randomUUID()}`)),
  );
  const volley = askUntilRefused(world, `E2E:slow:${words}:${paces[0] ?? 10}`);
  await delay(killAfterMs);
  const family = familyOf(parley.pid, processes()).map(({ pid }) => pid);
  const killedAt = performance.now();
  await parley.kill();
  log.stop();
  const databaseGoneMs = await untilGone(family, 10_000);
  return {
    asked: [...asked, ...(await volley)],
    databaseGoneMs,
    lossOf(question, kept) {
      const samples = log.of(question.text);
      const found = wordsIn(kept);
      if (found === null) return null;
      return {
        words: Math.max(0, sentBy(samples, killedAt - secondMs) - found),
        ms: lostMilliseconds(samples, found, killedAt),
      };
    },
  };
}

/** Asks in a chat of its own; resolves once Parley has acknowledged. */
async function ask(world: World, text: string): Promise<Asked> {
  const [chatId, questionId, answerId] = [randomUUID(), randomUUID(), randomUUID()];
  const question = { chatId, questionId, answerId, parentId: null, content: text, model };
  await world.client.turns.send.mutate(question);
  return { chatId, questionId, answerId, text };
}

/** Asks at random moments, so that some question is on its way when the server dies; those that were acknowledged. */
async function askUntilRefused(world: World, text: string): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (;;) {
    await delay(randomInt(20, 400));
    try {
      asked.push(await ask(world, `${text}\n${randomUUID()}`));
    } catch {
      // The server is gone, which is what this waits for.
      return asked;
    }
  }
}

export type Found = { asked: Asked; status: string; text: string };

/** Opens the chat of an acknowledged question; what is not as it was left is a problem. */
export async function find(world: World, asked: Asked, problems: string[]): Promise<Found | null> {
  const { messages } = await world.client.chats.open.query({ chatId: asked.chatId });
  const questions = messages.filter(({ content }) => textOf(content) === asked.text);
  if (questions.length !== 1 || questions[0]?.id !== asked.questionId) {
    problems.push(`A question that was acknowledged is there ${questions.length} times.`);
  }
  const answer = messages.find(({ id }) => id === asked.answerId);
  if (answer === undefined) {
    problems.push("The answer of an acknowledged question is gone.");
    return null;
  }
  return { asked, status: answer.status, text: textOf(answer.content) };
}
