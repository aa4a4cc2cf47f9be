import type { CompletionRequest } from "@parley/core";
import type { ChatRequest } from "ollama";
import { describe, expect, it } from "vitest";
import { toChat } from "./to-request.ts";

const question: CompletionRequest = { model: "m", messages: [{ role: "user", content: "hi" }] };
const ask = (more: object) => toChat({ ...question, ...more });

/** What a request's other keys turn into, besides model, messages and stream. */
function rest(more: object): object {
  const { model: _model, messages: _messages, stream: _stream, ...others } = ask(more);
  return others;
}

const schema = { type: "object", properties: { city: { type: "string" } } };
const weather = { type: "function", function: { name: "weather", parameters: schema } };
const time = { type: "function", function: { name: "time", parameters: {} } };

describe("OpenAI's request as Ollama's: stream", () => {
  it.each([
    [undefined, false],
    [null, false],
    [false, false],
    [true, true],
  ])("stream %s is %s, for Ollama streams by default", (given, stream) => {
    const expected = { model: "m", messages: [{ role: "user", content: "hi" }], stream };
    expect(ask(given === undefined ? {} : { stream: given })).toEqual(
      expected satisfies ChatRequest,
    );
  });
});

describe("OpenAI's request as Ollama's: options", () => {
  it.each([
    ["temperature", 0],
    ["top_p", 0.9],
    ["top_k", 40],
    ["min_p", 0.05],
    ["typical_p", 0.7],
    ["seed", 7],
    ["presence_penalty", 1],
    ["frequency_penalty", -1],
    ["repeat_penalty", 1.1],
    ["repeat_last_n", 64],
    ["mirostat", 2],
    ["mirostat_eta", 0.1],
    ["mirostat_tau", 5],
    ["num_ctx", 8192],
    ["num_keep", 4],
    ["num_predict", 10],
    ["num_batch", 512],
    ["num_gpu", 1],
    ["main_gpu", 0],
    ["num_thread", 8],
    ["use_mmap", true],
    ["use_mlock", false],
  ])("%s at the root is not dropped", (key, value) => {
    expect(rest({ [key]: value })).toEqual({ options: { [key]: value } });
  });

  it.each<[string, object, object]>([
    ["max_tokens becomes options.num_predict", { max_tokens: 100 }, { num_predict: 100 }],
    [
      "max_completion_tokens becomes options.num_predict",
      { max_completion_tokens: 50 },
      { num_predict: 50 },
    ],
    [
      "max_completion_tokens, being newer, wins over max_tokens",
      { max_tokens: 100, max_completion_tokens: 50 },
      { num_predict: 50 },
    ],
    [
      "options.max_tokens becomes options.num_predict",
      { options: { max_tokens: 9 } },
      { num_predict: 9 },
    ],
    ["a text in stop becomes a list", { stop: "END" }, { stop: ["END"] }],
    ["a list in stop stays one", { stop: ["a", "b"] }, { stop: ["a", "b"] }],
    ["a text in options.stop becomes a list", { options: { stop: "7" } }, { stop: ["7"] }],
    ["options are kept", { options: { num_ctx: 8192 } }, { num_ctx: 8192 }],
    ["options that nobody knows are kept", { options: { knob: { a: 1 } } }, { knob: { a: 1 } }],
    [
      "options win over the root's keys",
      { temperature: 0.1, options: { temperature: 0.9 } },
      { temperature: 0.9 },
    ],
    [
      "numbers and switches that a form sent as text are none",
      { temperature: "0.7", options: { num_ctx: "8192", use_mmap: "true", low_vram: "maybe" } },
      { temperature: 0.7, num_ctx: 8192, use_mmap: true, low_vram: "maybe" },
    ],
  ])("%s", (_, given, options) => {
    expect(rest(given)).toEqual({ options });
  });

  it.each<[string, object]>([
    ["null is as good as absent", { temperature: null, seed: null, stop: null }],
    ["options that are no object are passed over", { options: "nonsense" }],
    ["metadata stays at home", { metadata: { user: "ada" } }],
    ["stream_options are answered here", { stream_options: { include_usage: true } }],
  ])("%s", (_, given) => {
    expect(rest(given)).toEqual({});
  });
});

describe("OpenAI's request as Ollama's: the root", () => {
  it.each<[string, object, object]>([
    [
      "response_format json_object is the format json",
      { response_format: { type: "json_object" } },
      { format: "json" },
    ],
    [
      "response_format json_schema is its schema",
      { response_format: { type: "json_schema", json_schema: { name: "n", schema } } },
      { format: schema },
    ],
    [
      "a schema beside json_object is not lost",
      { response_format: { type: "json_object", schema } },
      { format: schema },
    ],
    ["response_format text is none", { response_format: { type: "text" } }, {}],
    ["format is kept", { format: "json" }, { format: "json" }],
    [
      "format wins over response_format",
      { format: schema, response_format: { type: "json_object" } },
      { format: schema },
    ],
    [
      "options.format moves to the root, parsed",
      { options: { format: JSON.stringify(schema) } },
      { format: schema },
    ],
    ["think is kept", { think: true }, { think: true }],
    ["a level of think is kept", { think: "low" }, { think: "low" }],
    ["options.think moves to the root", { options: { think: false } }, { think: false }],
    [
      "a switch as text in options.think is a switch",
      { options: { think: "true" } },
      { think: true },
    ],
    ["reasoning_effort none switches thinking off", { reasoning_effort: "none" }, { think: false }],
    ["reasoning_effort minimal is low", { reasoning_effort: "minimal" }, { think: "low" }],
    ["reasoning_effort low is low", { reasoning_effort: "low" }, { think: "low" }],
    ["reasoning_effort medium is medium", { reasoning_effort: "medium" }, { think: "medium" }],
    ["reasoning_effort high is high", { reasoning_effort: "high" }, { think: "high" }],
    ["reasoning_effort xhigh is high", { reasoning_effort: "xhigh" }, { think: "high" }],
    ["an unknown reasoning_effort is none", { reasoning_effort: "sideways" }, {}],
    ["reasoning.effort is read, too", { reasoning: { effort: "medium" } }, { think: "medium" }],
    [
      "think wins over reasoning_effort",
      { think: false, reasoning_effort: "high" },
      { think: false },
    ],
    ["keep_alive as a duration is kept", { keep_alive: "10m" }, { keep_alive: "10m" }],
    ["keep_alive as a number is kept", { keep_alive: -1 }, { keep_alive: -1 }],
    ["options.keep_alive moves to the root", { options: { keep_alive: 0 } }, { keep_alive: 0 }],
    [
      "a number as text in keep_alive is a number",
      { options: { keep_alive: "-1" } },
      { keep_alive: -1 },
    ],
    [
      "logprobs and top_logprobs are kept",
      { logprobs: true, top_logprobs: 2 },
      { logprobs: true, top_logprobs: 2 },
    ],
    [
      "truncate and shift are kept",
      { truncate: false, shift: false },
      { truncate: false, shift: false },
    ],
    ["tools are kept as they are", { tools: [weather, time] }, { tools: [weather, time] }],
    ["no tools are none", { tools: [] }, {}],
    [
      "tool_choice auto offers all tools",
      { tools: [weather, time], tool_choice: "auto" },
      { tools: [weather, time] },
    ],
    ["tool_choice none offers no tools", { tools: [weather, time], tool_choice: "none" }, {}],
    [
      "tool_choice of one function offers that one",
      { tools: [weather, time], tool_choice: { type: "function", function: { name: "time" } } },
      { tools: [time] },
    ],
  ])("%s", (_, given, expected) => {
    expect(rest(given)).toEqual(expected);
  });

  it("options.system becomes a system message, because Ollama's chat reads none elsewhere", () => {
    const { messages, options } = ask({ options: { system: "Be brief." } });
    expect(messages[0]).toEqual({ role: "system", content: "Be brief." });
    expect(options).toBeUndefined();
  });
});
