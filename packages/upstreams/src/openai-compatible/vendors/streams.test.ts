import { emptyFold, foldChunk, parseJson, toolCallsOf } from "@parley/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { reportOfBody } from "../../shared/error-report.ts";
import { placeOf } from "../../shared/place.ts";
import { connectionTo, recording, splitAt, textOfBytes } from "../../testing/tools.ts";
import { fromDocument } from "../from-chunk.ts";
import { readStream, rewriteStream } from "../stream.ts";
import { vendors } from "./index.ts";
import { vendorNamed } from "./testing/vendor-named.ts";

const fixture = (name: string) => recording(new URL(`./__fixtures__/${name}`, import.meta.url));

async function stream(name: string, file: string) {
  const source = splitAt(await fixture(file), []);
  const place = placeOf(connectionTo("openai", "https://any.test/v1"));
  const body = { [Symbol.asyncIterator]: () => source, finish: () => undefined };
  return { body, options: { place, vendor: vendorNamed(name), maxEventLength: 100_000 } };
}

async function fold(name: string, file: string) {
  const { body, options } = await stream(name, file);
  const folded = emptyFold();
  for await (const chunk of readStream(body, options)) foldChunk(folded, chunk);
  return folded;
}

describe("a vendor's stream", () => {
  it.each<[string, string, object]>([
    [
      "OpenAI",
      "openai-choices.sse",
      { content: "Yes.", finishReason: "stop", usage: { total_tokens: 13 } },
    ],
    ["OpenAI", "openai-refusal.sse", { content: "I can't help with that.", finishReason: "stop" }],
    ["OpenAI", "openai-audio.sse", { content: "", finishReason: "stop" }],
    ["Azure OpenAI", "azure.sse", { content: "Good day.", usage: { total_tokens: 11 } }],
    [
      "vLLM",
      "vllm.sse",
      { reasoning: "Two and two is four.", content: "Four.", usage: { completion_tokens: 11 } },
    ],
    [
      "llama.cpp",
      "llama-cpp.sse",
      {
        reasoning: "Hm.",
        content: "Four.",
        usage: {
          prompt_tokens: 17,
          completion_tokens: 4,
          total_tokens: 21,
          predicted_per_second: 42.06,
        },
      },
    ],
    [
      "llama.cpp",
      "llama-cpp-usage.sse",
      {
        content: "Four.",
        usage: { prompt_tokens: 17, completion_tokens: 4, total_tokens: 21, cache_n: 12 },
      },
    ],
    ["LM Studio", "lm-studio.sse", { reasoning: "Easy.", content: "Four.", finishReason: "stop" }],
    [
      "OpenRouter",
      "openrouter.sse",
      {
        reasoning: "Let me see.",
        content: "Four.",
        finishReason: "stop",
        usage: { cost: 0.00024 },
      },
    ],
    ["OpenRouter", "openrouter-details-only.sse", { reasoning: "Adding", content: "Four." }],
    [
      "Mistral",
      "mistral.sse",
      {
        reasoning: "Two and two is four.",
        content: "It is four.",
        finishReason: "stop",
        usage: { total_tokens: 40 },
      },
    ],
    [
      "Groq",
      "groq.sse",
      { reasoning: "Add them.", content: "Four.", usage: { total_tokens: 107 } },
    ],
    [
      "DeepSeek",
      "deepseek.sse",
      {
        reasoning: "Two and two.",
        content: "Four.",
        finishReason: "stop",
        usage: { prompt_cache_miss_tokens: 12 },
      },
    ],
  ])("of %s is read right: %s", async (name, file, expected) => {
    expect(await fold(name, file)).toMatchObject(expected);
  });

  it("of parallel tool calls is put together call by call", async () => {
    expect(toolCallsOf(await fold("OpenAI", "openai-parallel-tools.sse"))).toEqual([
      { id: "call_a1", name: "get_weather", arguments: '{"city":"Lisbon"}' },
      { id: "call_b2", name: "get_time", arguments: "{}" },
    ]);
  });

  it.each([
    ["vLLM", "vllm-error.sse", "EngineCore encountered an issue."],
    ["LM Studio", "lm-studio-error.sse", "The model has crashed"],
    ["Groq", "groq-error.sse", "over_capacity"],
  ])("of %s that fails in the middle is an error: %s", async (name, file, message) => {
    await expect(fold(name, file)).rejects.toMatchObject({
      code: "upstream_error",
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ["azure-filtered.json", { code: "content_filter", message: /was filtered/ }],
    ["mistral-refused.json", { code: "invalid_request_error", message: /user.*not permitted/ }],
    ["deepseek-balance.json", { code: "invalid_request_error", message: /Insufficient Balance/ }],
  ])("that is refused says why: %s", async (file, { code, message }) => {
    const report = reportOfBody((await fixture(file)).toString("utf8"));
    expect(report.code).toBe(code);
    expect(report.message).toMatch(message);
  });

  it("is rewritten for clients where they could not read it: Mistral's thinking", async () => {
    const { body, options } = await stream("Mistral", "mistral.sse");
    const events = (await textOfBytes(rewriteStream(body, options))).split("\n\n");
    const before = (await fixture("mistral.sse")).toString("utf8").split("\n\n");
    expect(events[1]).toContain(
      '"delta":{"content":"","reasoning_content":"Two and two"},"finish_reason":null',
    );
    expect(events[3]).toContain('"delta":{"content":"It is "}');
    // Whatever a client can read stays as it came, to the byte.
    for (const same of [0, 4, 5, 6]) expect(events[same]).toBe(before[same]);
    expect(vendors.filter(({ rewritesBytes }) => rewritesBytes).map(({ name }) => name)).toEqual([
      "Mistral",
    ]);
  });

  it("need not be one: a whole answer is read by the same rules", async () => {
    const text = (await fixture("mistral-whole.json")).toString("utf8");
    const answer = fromDocument(text, vendorNamed("Mistral"));
    expect(answer).toMatchObject({
      kind: "chunk",
      chunk: {
        choices: [{ delta: { content: "It is four.", reasoning_content: "Two and two is four." } }],
      },
    });
  });

  it("keeps what nothing here reads: probabilities, further choices, audio", async () => {
    const chunks = async (file: string) => {
      const { body, options } = await stream("OpenAI", file);
      return await Array.fromAsync(readStream(body, options));
    };
    const events = (text: string) =>
      [...text.matchAll(/^data: (\{.*)$/gm)].map(([, json = ""]) => parseJson(z.json(), json));
    for (const file of ["openai-choices.sse", "openai-audio.sse"]) {
      expect(await chunks(file)).toEqual(events((await fixture(file)).toString("utf8")));
    }
  });
});
