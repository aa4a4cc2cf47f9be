import { type CompletionChunk, parseJson } from "@parley/core";
import { describe, expect, it } from "vitest";
import { reasoningOfChunks, recording, textOfChunks } from "../testing/tools.ts";
import { fromChunk, startState } from "./from-chunk.ts";
import { type ChatLine, chatLine } from "./wire.ts";

const start = { id: "chatcmpl-1", model: "asked", created: 1_760_000_000, usageApart: false };

function step(lines: (ChatLine | null)[], usageApart = false): CompletionChunk[] {
  let state = startState({ ...start, usageApart });
  const all: CompletionChunk[] = [];
  for (const line of lines) {
    if (line === null) throw new Error("the fixture has an unreadable line");
    const [next, chunks] = fromChunk(state, line);
    state = next;
    all.push(...chunks);
  }
  return all;
}

async function fixture(name: string) {
  const text = await recording(new URL(`./__fixtures__/${name}`, import.meta.url));
  const lines = name.endsWith(".json") ? [text.toString()] : text.toString().trim().split("\n");
  return lines.map((line) => parseJson(chatLine, line));
}

function finishReasons(chunks: CompletionChunk[]) {
  return chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? []);
}

describe("fromChunk", () => {
  it.each([
    ["text.ndjson", "That's a fantastic question! In Japanese, “hello” is こんにちは 👋.", "stop"],
    ["thinking.ndjson", "17 × 23 = **391**.", "stop"],
    ["length.ndjson", "One, two,", "length"],
    ["image.ndjson", " The image shows a small orange cat asleep on a windowsill.", "stop"],
    ["tool-call.ndjson", "I'll look.", "tool_calls"],
    ["whole.json", "It is 22 °C.", "stop"],
  ])(
    "turns %s into its text and exactly one finish reason, at the end",
    async (name, text, reason) => {
      const chunks = step(await fixture(name));
      expect(textOfChunks(chunks)).toBe(text);
      expect(finishReasons(chunks)).toEqual([reason]);
      expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe(reason);
    },
  );

  it("gives all chunks one id, and the first the role", async () => {
    const chunks = step(await fixture("text.ndjson"));
    expect(new Set(chunks.map(({ id }) => id))).toEqual(new Set(["chatcmpl-1"]));
    const roles = chunks.map(({ choices }) => choices[0]?.delta?.role);
    expect(roles.filter(Boolean)).toEqual(["assistant"]);
    expect(roles[0]).toBe("assistant");
  });

  it("turns thinking into reasoning_content", async () => {
    const chunks = step(await fixture("thinking.ndjson"));
    expect(reasoningOfChunks(chunks)).toBe(
      "Okay, the user asks for 17 times 23.\n20 * 17 = 340, plus 51.",
    );
  });

  it("numbers tool calls over all lines and writes their arguments as text", async () => {
    const chunks = step(await fixture("tool-call.ndjson"));
    expect(chunks.flatMap(({ choices }) => choices[0]?.delta?.tool_calls ?? [])).toEqual([
      {
        index: 0,
        id: "call_fvc6oq14",
        type: "function",
        function: { name: "get_temperature", arguments: '{"city":"New York"}' },
      },
      {
        index: 1,
        id: "call_7hw0m2pz",
        type: "function",
        function: { name: "get_temperature", arguments: '{"city":"Zürich","unit":"c"}' },
      },
    ]);
  });

  it("makes ids for calls that have none, each its own", () => {
    const call = { function: { name: "f", arguments: {} } };
    const chunks = step([
      { message: { tool_calls: [call, call] } },
      { message: { tool_calls: [call] } },
      { done: true },
    ]);
    const ids = chunks
      .flatMap(({ choices }) => choices[0]?.delta?.tool_calls ?? [])
      .map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
  });

  it("puts usage and the raw figures on the last chunk", async () => {
    const chunks = step(await fixture("text.ndjson"));
    expect(chunks.at(-1)?.usage).toEqual({
      prompt_tokens: 17,
      completion_tokens: 17,
      total_tokens: 34,
      total_duration: expect.any(Number),
      load_duration: 118209167,
      prompt_eval_count: 17,
      prompt_eval_duration: 231457042,
      eval_count: 17,
      eval_duration: 1074512459,
    });
  });

  it("puts usage into a chunk of its own when asked", async () => {
    const chunks = step(await fixture("text.ndjson"), true);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 34 } });
    expect(chunks.at(-2)?.usage).toBeUndefined();
    expect(finishReasons(chunks)).toEqual(["stop"]);
  });

  it("says nothing for empty lines in the middle, and nothing after done", () => {
    const empty = { message: { content: "" }, done: false };
    const chunks = step([
      empty,
      { message: { content: "a" } },
      empty,
      { done: true },
      { done: true },
    ]);
    expect(chunks).toHaveLength(2);
  });

  it("opens even an empty answer with the role", () => {
    const chunks = step([{ done: true, done_reason: "load" }]);
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: "assistant", content: "" });
    expect(finishReasons(chunks)).toEqual(["stop"]);
  });
});
