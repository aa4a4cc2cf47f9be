import type { CompletionRequest } from "@parley/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hastyClock, never, reasoningOfChunks, textOfChunks } from "../testing/tools.ts";
import { workOut } from "./arithmetic.ts";
import { beatsOf } from "./script.ts";
import { createDemo } from "./upstream.ts";

const upstream = createDemo({ clock: hastyClock });

async function chunksOf(model: string, ...said: string[]) {
  const messages: CompletionRequest["messages"] = said.map((content, index) => ({
    role: (said.length - index) % 2 === 1 ? "user" : "assistant",
    content,
  }));
  const answer = await upstream.complete({ model, stream: true, messages }, { signal: never() });
  return Array.fromAsync(answer.chunks());
}

async function say(model: string, ...said: string[]) {
  return textOfChunks(await chunksOf(model, ...said));
}

describe("the demonstration models", () => {
  it("look like what they are", async () => {
    const models = await upstream.listModels({ signal: never() });
    expect(models.map(({ id }) => id)).toEqual(["demo-conversation", "demo-markdown", "demo-echo"]);
    for (const model of models) {
      expect(model.name).toMatch(/^Demo: /);
      expect(model.description).toMatch(/^[^.]+\.$/);
    }
  });

  it("know no others", async () => {
    await expect(say("gpt-5", "hi")).rejects.toMatchObject({
      code: "model_not_found",
      message: expect.stringContaining("demo-echo"),
    });
  });

  it("count usage, in a chunk of its own when asked", async () => {
    const request = {
      model: "demo-echo",
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: "user", content: "one two" }],
    };
    const answer = await upstream.complete(request, { signal: never() });
    const chunks = await Array.fromAsync(answer.chunks());
    const usage = { prompt_tokens: 2, completion_tokens: 2, total_tokens: 4 };
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage });
  });
});

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
    expect(await say("demo-conversation", said)).toContain(words);
  });

  it("remembers a name said earlier, and only a name", async () => {
    const name = (first: string) =>
      say("demo-conversation", first, "…", "and so on", "…", "What is my name?");
    expect(await name("Hi, my name is amélie.")).toContain("Amélie");
    expect(await name("I'm Jo")).toContain("Jo");
    expect(await name("I'm tired")).toContain("haven't told me");
  });

  it("remembers what was asked first", async () => {
    const reply = await say(
      "demo-conversation",
      "Why is the sky blue?",
      "…",
      "What was my first question?",
    );
    expect(reply).toContain("Why is the sky blue?");
  });

  it("says that it can't look into attachments", async () => {
    const content = [
      { type: "text", text: "hello" },
      { type: "image_url", image_url: { url: "data:image/png;base64,AA==" } },
    ];
    const request = { model: "demo-conversation", messages: [{ role: "user", content }] };
    const answer = await upstream.complete(request, { signal: never() });
    expect(textOfChunks(await Array.fromAsync(answer.chunks()))).toContain("attached");
  });
});

describe("the Markdown tour", () => {
  it.each([
    ["headings", /^## /m],
    ["a task list", /^- \[x\] /m],
    ["a numbered list", /^1\. /m],
    ["a table", /^\|:?-+/m],
    ["code in several languages", /```python[\s\S]*```sql/],
    ["inline math", /is \$\$[^\n]+\$\$/],
    ["block math", /^\$\$\n/m],
    ["a diagram", /```mermaid/],
    ["a quotation", /^> /m],
    ["a link", /\]\(https:/],
  ])("shows %s", async (_, pattern) => {
    expect(await say("demo-markdown", "anything")).toMatch(pattern);
  });
});

describe("the echo", () => {
  it("says back what it is told, to the letter", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
        fc.pre(text.trim() !== "" && !text.trim().startsWith("/"));
        expect(await say("demo-echo", text)).toBe(text.trim());
      }),
      { numRuns: 30 },
    );
  });

  it("speaks n slow words, 150 ms each", async () => {
    const pauses: number[] = [];
    const clock = {
      ...hastyClock,
      after(ms: number, task: () => void) {
        pauses.push(ms);
        return hastyClock.after(ms, task);
      },
    };
    const request = {
      model: "demo-echo",
      stream: true,
      messages: [{ role: "user", content: "/slow 5" }],
    };
    const answer = await createDemo({ clock }).complete(request, { signal: never() });
    const text = textOfChunks(await Array.fromAsync(answer.chunks()));
    expect(text).toBe("word-1 word-2 word-3 word-4 word-5");
    expect(pauses).toEqual([250, 150, 150, 150, 150, 150]);
  });

  it.each([
    ["/long 3", 3],
    ["/long", 40],
    ["/long 0", 1],
  ])("answers %s with %i paragraphs", async (command, count) => {
    expect((await say("demo-echo", command)).split("\n\n")).toHaveLength(count);
  });

  it("thinks first when told to", async () => {
    const chunks = await chunksOf("demo-echo", "/think of Lisbon");
    expect(reasoningOfChunks(chunks)).toContain("of Lisbon");
    expect(textOfChunks(chunks)).toBe("of Lisbon");
  });

  it("shows the request that reached it", async () => {
    const shown = await say("demo-echo", "/json");
    expect(JSON.parse(shown.replace(/^```json|```$/g, ""))).toEqual({
      model: "demo-echo",
      stream: true,
      messages: [{ role: "user", content: "/json" }],
    });
  });

  it.each(["/help", "/nonsense"])("explains its commands at %s", async (command) => {
    const text = await say("demo-echo", command);
    for (const name of ["/slow", "/long", "/think", "/error", "/error-mid", "/json"]) {
      expect(text).toContain(name);
    }
  });
});

describe("a title", () => {
  const prompt = (question: string) =>
    `Write a title of three to six words for this conversation, in its language.\n\n<question>\n${question}\n</question>\n\n<answer>\nwhatever\n</answer>`;

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
  ])("is made of the words of %j", async (question, title) => {
    for (const model of ["demo-conversation", "demo-markdown", "demo-echo"]) {
      expect(await say(model, prompt(question))).toBe(title);
    }
  });

  it("is JSON when JSON is asked for", async () => {
    const reply = await say(
      "demo-conversation",
      `${prompt("Trees of Lisbon in spring")} Answer in JSON.`,
    );
    expect(JSON.parse(reply)).toEqual({ title: "Trees of Lisbon in spring" });
  });
});

describe("workOut", () => {
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
  ])("works out %s", (sentence, value) => {
    expect(workOut(sentence)?.value).toBe(value);
  });

  it.each(["hello", "I have 3 cats", "1/0", "(2+3", "in 2024", "2 +", "call 555 1234"])(
    "leaves %j alone",
    (sentence) => {
      expect(workOut(sentence)).toBeNull();
    },
  );

  it("agrees with the machine about sums and products", () => {
    const whole = fc.integer({ min: 0, max: 9999 });
    fc.assert(
      fc.property(whole, whole, whole, (a, b, c) => {
        expect(workOut(`what is ${a} + ${b} * ${c}?`)?.value).toBe(a + b * c);
        expect(workOut(`(${a} - ${b}) * ${c}`)?.value).toBe((a - b) * c);
      }),
    );
  });
});

describe("beatsOf", () => {
  it("loses no character, and no piece is without a pause", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const beats = beatsOf(text);
        expect(beats.map((beat) => (beat.kind === "fail" ? "" : beat.text)).join("")).toBe(text);
        expect(beats.every((beat) => beat.kind !== "fail" && beat.pause > 0)).toBe(true);
      }),
    );
  });
});
