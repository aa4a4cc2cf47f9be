import type { CompletionBody } from "@parley/functions";
import { asked, given } from "@parley/functions/testing";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import demo from "./demo-echo.ts";

beforeEach(() => void vi.useFakeTimers({ loopLimit: 200_000 }));
afterEach(() => void vi.useRealTimers());

async function answer(body: CompletionBody | string) {
  const begun = Date.now();
  const [answered] = await Promise.all([given(demo).pipe(body), vi.runAllTimersAsync()]);
  return { ...answered, ms: Date.now() - begun };
}

const say = async (text: string) => (await answer(text)).text;

it("says back what it is told, to the letter", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
      fc.pre(text.trim() !== "" && !text.trim().startsWith("/"));
      expect(await say(text)).toBe(text.trim());
    }),
    { numRuns: 30 },
  );
});

it("speaks n slow words, 150 ms each", async () => {
  const { text, ms } = await answer(asked("/slow 5", { stream: true }));
  expect(text).toBe("word-1 word-2 word-3 word-4 word-5");
  expect(ms).toBe(250 + 5 * 150);
});

it.each([
  ["/long 3", 3],
  ["/long", 40],
  ["/long 0", 1],
])("answers %s with %i paragraphs", async (command, count) => {
  expect((await say(command)).split("\n\n")).toHaveLength(count);
});

it.each(["/long 9999", "/slow 9999"])(
  "says all of %s within the ten minutes that a pipe has",
  async (command) => {
    const { pieces, ms } = await answer(asked(command, { stream: true }));
    expect(pieces.at(-1)).toMatchObject({ choices: [{ finish_reason: "stop" }] });
    // Timers are late by about a millisecond.
    expect(ms + pieces.length).toBeLessThan(8 * 60_000);
  },
);

it("thinks first when told to", async () => {
  const { text, pieces } = await answer("/think of Lisbon");
  expect(text).toBe("of Lisbon");
  expect(JSON.stringify(pieces[0])).toContain("reasoning_content");
});

it.each([
  ["/error", "", "before its first word"],
  ["/error-mid", "So far everything went well, and now", "in the middle"],
])("fails at %s, with a sentence", async (command, before, words) => {
  const { text, pieces } = await answer(command);
  expect(text).toBe(before);
  expect(pieces.at(-1)).toEqual({ error: { message: expect.stringContaining(words) } });
});

it("shows the request that reached it", async () => {
  const { text } = await answer(asked("/json", { stream: true }));
  expect(JSON.parse(text.replace(/^```json|```$/g, ""))).toEqual({
    model: "a-model",
    stream: true,
    messages: [{ role: "user", content: "/json" }],
  });
});

it.each(["/help", "/nonsense"])("explains its commands at %s", async (command) => {
  const text = await say(command);
  for (const name of ["/slow", "/long", "/think", "/error", "/error-mid", "/json"]) {
    expect(text).toContain(name);
  }
});

it("names a chat in the person's words", async () => {
  expect(await say("Write a title.\n<question>/slow 5</question>")).toBe("Slow 5");
});
