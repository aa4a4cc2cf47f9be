import type { CompletionBody } from "@parley/functions";
import { asked, given } from "@parley/functions/testing";
import { expect, it } from "vitest";
import bestOfTwo from "./best-of-two.ts";

const valves = { first: "one", second: "two", judge: "judge" };
const usage = { prompt_tokens: 10, completion_tokens: 5 };

/** A judge who knows the better text, in whatever place it stands. */
function judging(better: string | null, reply = (letter: string) => letter) {
  return ({ model, messages }: CompletionBody) => {
    if (model !== "judge") return `An answer by ${model}.`;
    if (better === null) return "Both are fine.";
    const read = String(messages[1]?.content);
    const isA = read.indexOf(`by ${better}`) < read.indexOf("Answer B:");
    return reply(isA ? "A" : "B");
  };
}

it.each([
  ["one", "one"],
  ["two", "two"],
])("gives the answer of %s when the judge prefers it", async (better, expected) => {
  // More than once: which answer the judge reads first is left to chance.
  for (let round = 0; round < 8; round++) {
    const { text } = await given(bestOfTwo, { valves, complete: judging(better) }).pipe("Hello");
    expect(text).toBe(`An answer by ${expected}.`);
  }
});

it("understands a judge who talks", async () => {
  const talks = (letter: string) => `<think>A or B?</think> I prefer **${letter}**, clearly.`;
  const pipe = given(bestOfTwo, { valves, complete: judging("two", talks) });
  expect((await pipe.pipe("Hello")).text).toBe("An answer by two.");
});

it("asks both the same, not streamed, and sums what was used", async () => {
  const pipe = given(bestOfTwo, { valves, usage, complete: judging("two") });
  const { pieces } = await pipe.pipe(asked("Hello", { stream: true, temperature: 0 }));
  expect(pipe.completed.slice(0, 2)).toEqual([
    asked("Hello", { model: "one", temperature: 0 }),
    asked("Hello", { model: "two", temperature: 0 }),
  ]);
  expect(pieces).toMatchObject([
    { model: "two", usage: { prompt_tokens: 30, completion_tokens: 15, total_tokens: 45 } },
  ]);
});

it("gives the first answer when the judge can't decide, and says so", async () => {
  const pipe = given(bestOfTwo, { valves, complete: judging(null) });
  expect((await pipe.pipe("Hello")).text).toBe("An answer by one.");
  expect(pipe.emitted.at(-1)).toEqual({
    type: "status",
    data: { description: "No clear winner: one answers", done: true },
  });
});

it.each(["one", "two", "judge"])("goes on when %s fails", async (broken) => {
  const complete = (body: CompletionBody) => {
    if (body.model === broken) throw new Error("It broke.");
    return judging("one")(body);
  };
  const { text } = await given(bestOfTwo, { valves, complete }).pipe("Hello");
  expect(text).toBe(broken === "one" ? "An answer by two." : "An answer by one.");
});

it("fails when both do, and when it has no two models", async () => {
  const complete = () => Promise.reject(new Error("It broke."));
  await expect(given(bestOfTwo, { valves, complete }).pipe("Hello")).rejects.toThrow(
    "Neither one nor two answered.",
  );
  await expect(given(bestOfTwo).pipe("Hello")).rejects.toThrow("needs two models");
});
