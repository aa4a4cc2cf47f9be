import { asked } from "@parley/functions/testing";
import { describe, expect, it } from "vitest";
import { titleFor } from "./title.ts";

const prompt = (question: string) =>
  `Write a title of three to six words for this conversation, in its language.\n\n<question>\n${question}\n</question>\n\n<answer>\nwhatever\n</answer>`;

describe("a title", () => {
  it.each([
    ["Hello, my name is Ada", "Hello, my name is Ada"],
    ["Hello, my name is Ada. What can you do?", "Hello, my name is Ada"],
    ["Hi", "Hi"],
    ["Hi! I'm planning a party for my sister.", "I'm planning a party for my sister"],
    ["Please tell me a joke.", "Tell me a joke"],
    ["What is the capital of France?", "What is the capital of France?"],
    ["what is 17*23", "What is 17*23"],
    ["How do I bake a sourdough bread at home?", "How do I bake a sourdough bread"],
    ["Can you help me plan a trip to Japan in April?", "Help me plan a trip to Japan"],
    [
      "Write a short, friendly note that moves a meeting to next week.",
      "Write a short, friendly note",
    ],
    [
      "Write a TypeScript function that groups a list by a key, and explain it.",
      "Write a TypeScript function",
    ],
    [
      "Explain how a lease differs from a lock, with a short example.",
      "Explain how a lease differs from a lock",
    ],
    ["Show me what you can render: headings, a table, code.", "Show me what you can render"],
    [
      "Explain quantum tunnelling, spin, entanglement and decoherence in brief",
      "Explain quantum tunnelling, spin, entanglement and decoherence",
    ],
    ["Ich heiße Ärmel\nund komme aus Köln", "Ich heiße Ärmel"],
    ["???", "A chat without words"],
  ])("is made of the words of %j", (question, title) => {
    expect(titleFor(asked(prompt(question)))).toBe(title);
  });

  it("is JSON when JSON is asked for", () => {
    const title = titleFor(asked(`${prompt("Trees of Lisbon in spring")} Answer in JSON.`));
    expect(JSON.parse(title ?? "")).toEqual({ title: "Trees of Lisbon in spring" });
  });

  it("is made of the chat itself when that comes before the wish", () => {
    const messages = ["Why is the sky blue?", "Write a title for this chat."].map((content) => ({
      ...{ role: "user", content },
    }));
    expect(titleFor(asked("", { messages }))).toBe("Why is the sky blue?");
  });

  it("is none where none is asked for", () => {
    expect(titleFor(asked("Why is the sky blue?"))).toBeNull();
  });
});
