import type { CompletionBody } from "@parley/functions";
import { asked, given } from "@parley/functions/testing";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import demo from "./demo-conversation.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function answer(body: CompletionBody | string) {
  const [{ text }] = await Promise.all([given(demo).pipe(body), vi.runAllTimersAsync()]);
  return text;
}

/** What it answers to the last of these, which the person and it said in turn. */
function say(...said: string[]) {
  const messages = said.map((content, index) => ({
    ...{ role: (said.length - index) % 2 === 1 ? "user" : "assistant", content },
  }));
  return answer(asked("", { messages }));
}

describe("the conversation", () => {
  it.each([
    ["Hello!", "demonstration"],
    ["what is Parley?", "self-hosted"],
    ["How do I connect Ollama?", "ollama pull"],
    ["How do I connect an API?", "OpenAI's protocol"],
    ["who are you?", "script"],
    ["what can you do?", "stop"],
    ["what is 17*23?", "391"],
    ["What's (3 + 4) × 12", "84"],
    ["What is the meaning of life?", "You said: “What is the meaning of life?”"],
    ["", "empty"],
  ])("answers %j", async (said, words) => {
    expect(await say(said)).toContain(words);
  });

  it("remembers a name said earlier, and only a name", async () => {
    const name = (first: string) => say(first, "…", "and so on", "…", "What is my name?");
    expect(await name("Hi, my name is amélie.")).toContain("Amélie");
    expect(await name("I'm Jo")).toContain("Jo");
    expect(await name("I'm tired")).toContain("haven't told me");
  });

  it("remembers what was asked first", async () => {
    const reply = await say("Why is the sky blue?", "…", "What was my first question?");
    expect(reply).toContain("Why is the sky blue?");
  });

  it("says that it can't look into attachments", async () => {
    const content = [
      { type: "text", text: "hello" },
      { type: "image_url", image_url: { url: "data:image/png;base64,AA==" } },
    ];
    const messages = [{ role: "user", content }];
    expect(await answer(asked("", { messages }))).toContain("attached");
  });

  it("names a chat in the person's words", async () => {
    expect(await say("Write a title.\n<question>Please tell me a joke.</question>")).toBe(
      "Tell me a joke",
    );
  });
});

describe("arithmetic", () => {
  it.each([
    ["2+3*4", 14],
    ["(2+3)*4", 20],
    ["2^3^2", 512],
    ["-2 + 5", 3],
    ["what is 1,000 / 8?", 125],
    ["10 x 10", 100],
    ["7 ÷ 2", 3.5],
    ["2**10", 1024],
    ["1.5 * -2", -3],
  ])("works out %s", async (sentence, value) => {
    expect(await say(sentence)).toContain(` = **${value.toLocaleString("en")}**`);
  });

  it.each(["hello", "I have 3 cats", "1/0", "(2+3", "in 2024", "2 +", "call 555 1234"])(
    "leaves %j alone",
    async (sentence) => {
      expect(await say(sentence)).not.toContain("plain arithmetic");
    },
  );

  it("agrees with the machine about sums and products", async () => {
    const whole = fc.integer({ min: 0, max: 9999 });
    // There is no "-0".
    const shown = (value: number) => ` = **${(value + 0).toLocaleString("en")}**`;
    await fc.assert(
      fc.asyncProperty(whole, whole, whole, async (a, b, c) => {
        expect(await say(`what is ${a} + ${b} * ${c}?`)).toContain(shown(a + b * c));
        expect(await say(`what is (${a} - ${b}) * ${c}?`)).toContain(shown((a - b) * c));
      }),
    );
  });
});
