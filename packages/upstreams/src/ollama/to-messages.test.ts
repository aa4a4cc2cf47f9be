import type { WireMessage } from "@parley/core";
import { describe, expect, it } from "vitest";
import { toMessages } from "./to-messages.ts";

const only = (message: WireMessage) => toMessages([message])[0];
const image = (url: string) => ({ type: "image_url", image_url: { url } });
const text = (words: string) => ({ type: "text", text: words });

describe("OpenAI's messages as Ollama's", () => {
  it.each<[string, WireMessage, object]>([
    ["a text stays a text", { role: "user", content: "hi" }, { role: "user", content: "hi" }],
    [
      "developer is system",
      { role: "developer", content: "Be brief." },
      { role: "system", content: "Be brief." },
    ],
    [
      "null content is none",
      { role: "assistant", content: null },
      { role: "assistant", content: "" },
    ],
    ["absent content is none", { role: "assistant" }, { role: "assistant", content: "" }],
    [
      "text parts are joined",
      { role: "user", content: [text("one"), text("two")] },
      { role: "user", content: "one\n\ntwo" },
    ],
    [
      "a refusal among the parts is text",
      { role: "assistant", content: [{ type: "refusal", refusal: "No." }] },
      { role: "assistant", content: "No." },
    ],
    [
      "images lose their data: address and keep their order",
      {
        role: "user",
        content: [
          text("What is this?"),
          image("data:image/png;base64,iVBORw0KGgo="),
          image("data:image/svg+xml,%3Csvg%2F%3E"),
        ],
      },
      { role: "user", content: "What is this?", images: ["iVBORw0KGgo=", "PHN2Zy8+"] },
    ],
    [
      "an image's address may stand there without an object",
      { role: "user", content: [{ type: "image_url", image_url: "data:image/png;base64,AAAA" }] },
      { role: "user", content: "", images: ["AAAA"] },
    ],
    [
      "images in Ollama's own form are kept",
      { role: "user", content: "look", images: ["AAAA"] },
      { role: "user", content: "look", images: ["AAAA"] },
    ],
    [
      "thinking is sent back",
      { role: "assistant", content: "391", thinking: "17 × 23" },
      { role: "assistant", content: "391", thinking: "17 × 23" },
    ],
    [
      "reasoning_content is sent back as thinking",
      { role: "assistant", content: "391", reasoning_content: "17 × 23" },
      { role: "assistant", content: "391", thinking: "17 × 23" },
    ],
    [
      "reasoning is sent back as thinking",
      { role: "assistant", content: "391", reasoning: "17 × 23" },
      { role: "assistant", content: "391", thinking: "17 × 23" },
    ],
    [
      "a result has the name that stands in it",
      { role: "tool", content: "22 °C", name: "weather" },
      { role: "tool", content: "22 °C", tool_name: "weather" },
    ],
    [
      "a result of the older kind is a tool's",
      { role: "function", content: "22 °C", name: "weather" },
      { role: "tool", content: "22 °C", tool_name: "weather" },
    ],
    [
      "a result whose call is unknown keeps its id",
      { role: "tool", content: "22 °C", tool_call_id: "call_9" },
      { role: "tool", content: "22 °C", tool_call_id: "call_9" },
    ],
    [
      "a result in parts is text",
      { role: "tool", tool_call_id: "call_9", content: [text("22"), text("°C")] },
      { role: "tool", content: "22\n\n°C", tool_call_id: "call_9" },
    ],
  ])("%s", (_, given, expected) => {
    expect(only(given)).toEqual(expected);
  });

  it.each<[string, unknown, object]>([
    ["as text are an object", '{"city":"Lisbon"}', { city: "Lisbon" }],
    ["that are an object stay one", { city: "Lisbon" }, { city: "Lisbon" }],
    ["that are empty are an empty object", "", {}],
    ["that are null are an empty object", null, {}],
    ["that were cut off are shown as they were", '{"city":"Lis', { arguments: '{"city":"Lis' }],
    ["that are no object are shown as they were", "[1]", { arguments: "[1]" }],
  ])("text beside a call is kept; arguments %s", (_, given, expected) => {
    const call = { id: "call_1", type: "function", function: { name: "f", arguments: given } };
    expect(only({ role: "assistant", content: "Let me look.", tool_calls: [call] })).toEqual({
      role: "assistant",
      content: "Let me look.",
      tool_calls: [{ id: "call_1", function: { index: 0, name: "f", arguments: expected } }],
    });
  });

  it("calls are numbered, and those that name no function are passed over", () => {
    const call = (name: string) => ({ function: { name, arguments: "{}" } });
    const message = only({ role: "assistant", tool_calls: [call("a"), { id: "x" }, call("b")] });
    expect(message?.tool_calls?.map(({ function: { index, name } }) => [index, name])).toEqual([
      [0, "a"],
      [2, "b"],
    ]);
  });

  it("a result has the name of the call with its id", () => {
    const call = { id: "call_1", function: { name: "get_weather", arguments: "{}" } };
    const [, result] = toMessages([
      { role: "assistant", content: null, tool_calls: [call] },
      { role: "tool", tool_call_id: "call_1", content: "22 °C" },
    ]);
    expect(result).toEqual({
      role: "tool",
      content: "22 °C",
      tool_name: "get_weather",
      tool_call_id: "call_1",
    });
  });

  it.each([
    ["an image by its web address", image("https://example.com/cat.png"), "web address"],
    ["audio", { type: "input_audio", input_audio: { data: "" } }, "input_audio"],
    ["a file", { type: "file", file: { file_id: "f" } }, "file"],
  ])("%s is refused with a sentence, not sent to fail", (_, part, words) => {
    expect(() => only({ role: "user", content: [part] })).toThrow(
      expect.objectContaining({
        code: "invalid_request",
        param: "messages",
        message: expect.stringContaining(words),
      }),
    );
  });
});
