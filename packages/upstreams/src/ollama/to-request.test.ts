import type { CompletionRequest } from "@parley/core";
import type { ChatRequest } from "ollama";
import { describe, expect, it } from "vitest";
import { toChat } from "./to-request.ts";

const question: CompletionRequest = { model: "m", messages: [{ role: "user", content: "hi" }] };
const ask = (more: object) => toChat({ ...question, ...more });
const messages = (...given: CompletionRequest["messages"]) =>
  toChat({ model: "m", messages: given }).messages;

describe("toChat", () => {
  it("asks for no stream unless one is wanted, for Ollama streams by default", () => {
    const expected = { model: "m", messages: [{ role: "user", content: "hi" }], stream: false };
    expect(toChat(question)).toEqual(expected satisfies ChatRequest);
    expect(ask({ stream: true }).stream).toBe(true);
    expect(ask({ stream: null }).stream).toBe(false);
  });

  it.each<[object, object]>([
    [{ temperature: 0 }, { temperature: 0 }],
    [
      { top_p: 0.9, top_k: 40, min_p: 0.05, seed: 7 },
      { top_p: 0.9, top_k: 40, min_p: 0.05, seed: 7 },
    ],
    [
      { presence_penalty: 1, frequency_penalty: -1 },
      { presence_penalty: 1, frequency_penalty: -1 },
    ],
    [{ max_tokens: 100 }, { num_predict: 100 }],
    [{ max_tokens: 100, max_completion_tokens: 50 }, { num_predict: 50 }],
    [{ stop: "END" }, { stop: ["END"] }],
    [{ stop: ["a", "b"] }, { stop: ["a", "b"] }],
    [{ options: { num_ctx: 8192, max_tokens: 9 } }, { num_ctx: 8192, num_predict: 9 }],
    [{ temperature: 0.1, options: { temperature: 0.9 } }, { temperature: 0.9 }],
    [{ options: { unknown_knob: 1 } }, { unknown_knob: 1 }],
    [{ temperature: null, options: "nonsense" }, {}],
  ])("puts %j under options", (given, options) => {
    expect(ask(given).options ?? {}).toEqual(options);
  });

  it.each<[object, unknown]>([
    [{ response_format: { type: "json_object" } }, "json"],
    [
      {
        response_format: {
          type: "json_schema",
          json_schema: { name: "n", schema: { type: "object" } },
        },
      },
      { type: "object" },
    ],
    [{ response_format: { type: "text" } }, undefined],
    [{ format: "json" }, "json"],
    [{ options: { format: '{"type":"array"}' } }, { type: "array" }],
  ])("reads the format of %j", (given, format) => {
    expect(ask(given).format).toEqual(format);
  });

  it.each<[object, unknown]>([
    [{ think: true }, true],
    [{ think: "low" }, "low"],
    [{ options: { think: false } }, false],
    [{ reasoning_effort: "none" }, false],
    [{ reasoning_effort: "minimal" }, "low"],
    [{ reasoning_effort: "high" }, "high"],
    [{ reasoning: { effort: "medium" } }, "medium"],
    [{ think: false, reasoning_effort: "high" }, false],
    [{ reasoning_effort: "sideways" }, undefined],
    [{}, undefined],
  ])("reads how much to think from %j", (given, think) => {
    expect(ask(given).think).toEqual(think);
    expect(ask(given).options?.think).toBeUndefined();
  });

  it.each<[object, unknown]>([
    [{ keep_alive: "10m" }, "10m"],
    [{ keep_alive: -1 }, -1],
    [{ options: { keep_alive: 0 } }, 0],
    [{}, undefined],
  ])("reads how long the model stays loaded from %j", (given, keepAlive) => {
    expect(ask(given).keep_alive).toEqual(keepAlive);
  });

  it("passes tools on, unless they are not to be used", () => {
    const tools = [{ type: "function", function: { name: "f", parameters: {} } }];
    expect(ask({ tools }).tools).toEqual(tools);
    expect(ask({ tools, tool_choice: "none" }).tools).toBeUndefined();
    expect(ask({ tools: [] }).tools).toBeUndefined();
  });
});

describe("toChat's messages", () => {
  it("join text parts and take images from data: addresses", () => {
    const parts = [
      { type: "text", text: "What is this?" },
      { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } },
      { type: "text", text: "And this?" },
      { type: "image_url", image_url: { url: "data:image/svg+xml,%3Csvg%2F%3E" } },
    ];
    expect(messages({ role: "user", content: parts })).toEqual([
      { role: "user", content: "What is this?\n\nAnd this?", images: ["iVBORw0KGgo=", "PHN2Zy8+"] },
    ]);
  });

  it.each([
    [{ type: "image_url", image_url: { url: "https://example.com/cat.png" } }, "web address"],
    [{ type: "input_audio", input_audio: { data: "" } }, "input_audio"],
  ])("refuse what Ollama can't take: %j", (part, words) => {
    expect(() => messages({ role: "user", content: [part] })).toThrow(
      expect.objectContaining({
        code: "invalid_request",
        param: "messages",
        message: expect.stringContaining(words),
      }),
    );
  });

  it("turn null content into none, and developer into system", () => {
    expect(
      messages({ role: "developer", content: "Be brief." }, { role: "assistant", content: null }),
    ).toEqual([
      { role: "system", content: "Be brief." },
      { role: "assistant", content: "" },
    ]);
  });

  it.each<[string, unknown, object]>([
    ["an object", '{"city":"Lisbon"}', { city: "Lisbon" }],
    ["nothing", "", {}],
    ["an object that was parsed before", { city: "Lisbon" }, { city: "Lisbon" }],
    ["cut-off JSON", '{"city":"Lis', { arguments: '{"city":"Lis' }],
    ["a list", "[1]", { arguments: "[1]" }],
  ])("keep the text and the call of a tool whose arguments are %s", (_, given, expected) => {
    const call = { id: "call_1", type: "function", function: { name: "f", arguments: given } };
    expect(messages({ role: "assistant", content: "Let me look.", tool_calls: [call] })).toEqual([
      {
        role: "assistant",
        content: "Let me look.",
        tool_calls: [{ id: "call_1", function: { index: 0, name: "f", arguments: expected } }],
      },
    ]);
  });

  it("name the tool of a result by the id of its call", () => {
    const call = { id: "call_1", function: { name: "get_weather", arguments: "{}" } };
    const [, result] = messages(
      { role: "assistant", content: null, tool_calls: [call] },
      { role: "tool", tool_call_id: "call_1", content: "22 °C" },
    );
    expect(result).toEqual({
      role: "tool",
      content: "22 °C",
      tool_name: "get_weather",
      tool_call_id: "call_1",
    });
  });

  it("carry earlier thinking", () => {
    const [message] = messages({ role: "assistant", content: "391", reasoning_content: "17 × 23" });
    expect(message?.thinking).toBe("17 × 23");
  });
});
