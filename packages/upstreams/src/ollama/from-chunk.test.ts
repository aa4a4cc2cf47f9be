import {
  type CompletionChunk,
  completionOf,
  emptyFold,
  foldChunk,
  joinChunks,
  parseJson,
  toolCallsOf,
} from "@parley/core";
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
      input_tokens: 17,
      output_tokens: 17,
      "prompt_token/s": 73.45,
      "response_token/s": 15.82,
      total_duration: expect.any(Number),
      load_duration: 118209167,
      prompt_eval_count: 17,
      prompt_eval_duration: 231457042,
      eval_count: 17,
      eval_duration: 1074512459,
    });
  });

  it.each<[string, object, object]>([
    [
      "counts a prompt that Ollama had in its cache as none",
      { eval_count: 2 },
      { prompt_tokens: 0, completion_tokens: 2, total_tokens: 2 },
    ],
    [
      "leaves a speed out that was not measured",
      { prompt_eval_count: 3, prompt_eval_duration: 0 },
      { prompt_tokens: 3, prompt_eval_duration: 0 },
    ],
  ])("%s", (_, counters, expected) => {
    const usage = step([{ message: { content: "a" } }, { done: true, ...counters }]).at(-1)?.usage;
    expect(usage).toMatchObject(expected);
    expect(usage).not.toHaveProperty(["prompt_token/s"]);
  });

  it("has no usage when Ollama counted nothing", () => {
    expect(step([{ done: true }]).at(-1)).not.toHaveProperty("usage");
  });

  it.each<[string | undefined, boolean, string]>([
    ["stop", false, "stop"],
    [undefined, false, "stop"],
    ["load", false, "stop"],
    ["unload", false, "stop"],
    ["length", false, "length"],
    ["stop", true, "tool_calls"],
    ["length", true, "tool_calls"],
  ])(
    "the done reason %s, with a tool called: %s, is the finish reason %s",
    (reason, called, finish) => {
      const call = { function: { name: "f", arguments: {} } };
      const first = { message: called ? { tool_calls: [call] } : { content: "a" } };
      expect(finishReasons(step([first, { done: true, done_reason: reason }]))).toEqual([finish]);
    },
  );

  it("keeps the token probabilities that were asked for", () => {
    const token = { token: "a", logprob: -0.1, top_logprobs: [] };
    const [first] = step([{ message: { content: "a" }, logprobs: [token] }, { done: true }]);
    expect(first?.choices[0]?.logprobs).toEqual({ content: [token], refusal: null });
  });

  it("keeps text, thinking and calls of one line together", () => {
    const call = { id: "c", function: { name: "f", arguments: { a: 1 } } };
    const message = { content: "b", thinking: "a", tool_calls: [call] };
    expect(step([{ message }, { done: true }])[0]?.choices[0]?.delta).toMatchObject({
      role: "assistant",
      content: "b",
      reasoning_content: "a",
      tool_calls: [{ index: 0, id: "c", function: { name: "f", arguments: '{"a":1}' } }],
    });
  });

  it.each<[string, object[][], { name: string; arguments: string }[]]>([
    [
      "arguments that are text",
      [[{ id: "c", function: { name: "f", arguments: '{"a":1}' } }]],
      [{ name: "f", arguments: '{"a":1}' }],
    ],
    [
      "arguments that are no JSON",
      [[{ id: "c", function: { name: "f", arguments: '{"a":' } }]],
      [{ name: "f", arguments: '{"a":' }],
    ],
    ["no arguments", [[{ id: "c", function: { name: "f" } }]], [{ name: "f", arguments: "{}" }]],
    [
      "arguments in pieces with the call's id",
      [
        [{ id: "c", function: { name: "f", arguments: '{"a"' } }],
        [{ id: "d", function: { name: "g", arguments: {} } }],
        [{ id: "c", function: { arguments: ":1}" } }],
      ],
      [
        { name: "f", arguments: '{"a":1}' },
        { name: "g", arguments: "{}" },
      ],
    ],
    [
      "arguments in pieces without id or name",
      [[{ function: { name: "f", arguments: '{"a"' } }], [{ function: { arguments: ":1}" } }]],
      [{ name: "f", arguments: '{"a":1}' }],
    ],
    [
      "a whole call that is sent twice",
      [
        [{ id: "c", function: { name: "f", arguments: { a: 1 } } }],
        [{ id: "c", function: { name: "f", arguments: { a: 1 } } }],
      ],
      [{ name: "f", arguments: '{"a":1}' }],
    ],
  ])("puts up with %s", (_, lines, expected) => {
    const folded = emptyFold();
    const parsed = lines.map((calls) => chatLine.parse({ message: { tool_calls: calls } }));
    const chunks = step([...parsed, { done: true }]);
    for (const one of chunks) foldChunk(folded, one);
    const read = toolCallsOf(folded).map(({ name, arguments: text }) => ({
      name,
      arguments: text,
    }));
    expect(read).toEqual(expected);
    const whole = completionOf(joinChunks(chunks)).choices[0]?.message.tool_calls;
    expect(whole?.map((call) => call.function)).toEqual(expected);
    expect(whole?.every((call) => call.index === undefined)).toBe(true);
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
