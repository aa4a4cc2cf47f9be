import { randomInt, randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { textOf } from "@parley/core";
import { familyOf, processes, untilGone } from "../lib/processes.ts";
import { model as defaultModel, type World } from "../lib/world.ts";
import { EmissionLog, lostMilliseconds, sentBy, wordsIn } from "./emission.ts";

/** A question that Parley acknowledged, and the answer that should be found again. */
export type Asked = {
  chatId: string;
  questionId: string;
  answerId: string;
  model: string;
  text: string;
  /** Words of the question that no other has. */
  mark: string;
};

export type Running = {
  /** Milliseconds between two words. */
  pace: number;
  model: string;
};

export type RoundOptions = {
  /** The answers that run when the server is killed. */
  answers: Running[];
  words: number;
  /** The server is killed so many milliseconds after the answers began. */
  killAfterMs: number;
};

export type Crash = {
  asked: Asked[];
  /** Milliseconds until the database had followed the server; null when it had not after 10 s. */
  databaseGoneMs: number | null;
  /** What an answer lost, given the text that is left; null when that text was never sent. */
  lossOf(asked: Asked, kept: string): Loss | null;
};

/** `words` were sent a second or more before the kill, and not kept; `ms`: how old the oldest lost word was. */
export type Loss = { words: number; ms: number };

const secondMs = 1000;

/** Lets several answers run, asks more and more until the server is killed, and kills it. */
export async function crash(world: World, options: RoundOptions): Promise<Crash> {
  const { parley, models } = world;
  const { answers, words, killAfterMs } = options;
  const log = new EmissionLog(() => models.requests());
  const asked = await Promise.all(answers.map((answer) => ask(world, { ...answer, words })));
  const volley = askUntilRefused(world, { pace: 10, model: defaultModel, words });
  await delay(killAfterMs);
  const family = familyOf(parley.pid, processes()).map(({ pid }) => pid);
  const killedAt = performance.now();
  await parley.kill();
  log.stop();
  const databaseGoneMs = await untilGone(family, 10_000);
  for (const { mark } of asked) {
    if (log.of(mark) === null) throw new Error("The model server never saw a question.");
  }
  return {
    asked: [...asked, ...(await volley)],
    databaseGoneMs,
    lossOf({ mark }, kept) {
      const samples = log.of(mark) ?? [];
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
async function ask(
  { client }: World,
  { pace, model, words }: Running & { words: number },
): Promise<Asked> {
  const [chatId, questionId, answerId, mark] = [
    randomUUID(),
    randomUUID(),
    randomUUID(),
    randomUUID(),
  ];
  const text = `E2E:slow:${words}:${pace}\n${mark}`;
  const question = { chatId, questionId, answerId, parentId: null, content: text, model };
  await client.turns.send.mutate(question);
  return { chatId, questionId, answerId, model, text, mark };
}

/** Asks at random moments, so that some question is on its way when the server dies; those that were acknowledged. */
async function askUntilRefused(
  world: World,
  question: Parameters<typeof ask>[1],
): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (;;) {
    await delay(randomInt(20, 400));
    try {
      asked.push(await ask(world, question));
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
