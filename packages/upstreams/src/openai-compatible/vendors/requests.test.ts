import type { CompletionRequest } from "@parley/core";
import { describe, expect, it } from "vitest";
import { pathOf, toRequest } from "../to-request.ts";
import { vendorOf, vendors } from "./index.ts";
import { vendorNamed } from "./testing/vendor-named.ts";

const question = { role: "user", content: "2 + 2?" };

function sent(name: string, request: object): object {
  const asked: CompletionRequest = { model: "m", messages: [question], ...request };
  return JSON.parse(toRequest(asked, vendorNamed(name), new URL("https://any.test/v1")).body);
}

const thought = { role: "assistant", content: "4", reasoning_content: "hm" };
const plain = { role: "assistant", content: "4" };
const call = { id: "call_abcdef0123", type: "function", function: { name: "f", arguments: "{}" } };
const result = { role: "tool", tool_call_id: "call_abcdef0123", content: "4" };
const system = { role: "system", content: "Be brief." };
const developer = { ...system, role: "developer" };

describe("a vendor's requests", () => {
  it.each(vendors.map(({ name }) => name))(
    "to %s have unknown keys, tools, formats and parts as they were",
    (name) => {
      const audio = { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } };
      const request = {
        messages: [{ role: "user", content: [audio], custom: 1 }],
        tools: [{ type: "function", function: { name: "f" } }],
        parallel_tool_calls: true,
        response_format: { type: "json_schema", json_schema: { name: "n", schema: {} } },
        logprobs: true,
        n: 2,
        own: { deep: [1] },
      };
      expect(sent(name, request)).toEqual({ model: "m", ...request });
    },
  );

  it.each<[string, object, object]>([
    [
      "OpenAI: o-series: max_tokens is max_completion_tokens",
      { model: "o4-mini", max_tokens: 9 },
      { model: "o4-mini", max_completion_tokens: 9 },
    ],
    [
      "OpenAI: gpt-5: max_tokens is max_completion_tokens",
      { model: "gpt-5-mini", max_tokens: 9 },
      { model: "gpt-5-mini", max_completion_tokens: 9 },
    ],
    [
      "OpenAI: max_completion_tokens that was given stays",
      { model: "o3", max_tokens: 9, max_completion_tokens: 7 },
      { model: "o3", max_completion_tokens: 7 },
    ],
    [
      "OpenAI: gpt-4o: max_tokens stays",
      { model: "gpt-4o", max_tokens: 9 },
      { model: "gpt-4o", max_tokens: 9 },
    ],
    [
      "OpenAI: gpt-5: the first system message is a developer's",
      { model: "gpt-5", messages: [system, question] },
      { model: "gpt-5", messages: [developer, question] },
    ],
    [
      "OpenAI: o1-mini: the first system message is the user's",
      { model: "o1-mini", messages: [system, question] },
      { model: "o1-mini", messages: [{ ...system, role: "user" }, question] },
    ],
    [
      "OpenAI: gpt-4o: the system message stays",
      { model: "gpt-4o", messages: [system, question] },
      { model: "gpt-4o", messages: [system, question] },
    ],
    [
      "OpenAI: thinking is not sent back",
      { messages: [question, thought, question] },
      { messages: [question, plain, question] },
    ],
    [
      "Azure OpenAI: o-series: as OpenAI",
      { model: "o4-mini", max_tokens: 9 },
      { model: "o4-mini", max_completion_tokens: 9 },
    ],
    ["vLLM: developer is system", { messages: [developer] }, { messages: [system] }],
    [
      "vLLM: thinking goes back as reasoning",
      { messages: [thought] },
      { messages: [{ ...plain, reasoning: "hm" }] },
    ],
    ["llama.cpp: developer is system", { messages: [developer] }, { messages: [system] }],
    [
      "llama.cpp: thinking goes back as reasoning_content",
      { messages: [thought, { ...plain, reasoning: "hm" }] },
      { messages: [thought, thought] },
    ],
    [
      "LM Studio: max_completion_tokens is max_tokens",
      { max_completion_tokens: 9 },
      { max_tokens: 9 },
    ],
    ["LM Studio: developer is system", { messages: [developer] }, { messages: [system] }],
    [
      "OpenRouter: reasoning_details go back as they came",
      { messages: [{ ...plain, reasoning_details: [{ type: "reasoning.text", signature: "E" }] }] },
      { messages: [{ ...plain, reasoning_details: [{ type: "reasoning.text", signature: "E" }] }] },
    ],
    [
      "OpenRouter: thinking goes back as reasoning",
      { messages: [thought] },
      { messages: [{ ...plain, reasoning: "hm" }] },
    ],
    [
      "Mistral: stream_options are not sent",
      { stream: true, stream_options: { include_usage: true } },
      { stream: true },
    ],
    [
      "Mistral: max_completion_tokens is max_tokens",
      { max_completion_tokens: 9 },
      { max_tokens: 9 },
    ],
    ["Mistral: seed is random_seed", { seed: 7 }, { random_seed: 7 }],
    ["Mistral: developer is system", { messages: [developer] }, { messages: [system] }],
    ["Mistral: thinking is not sent back", { messages: [thought] }, { messages: [plain] }],
    [
      "Mistral: ids of calls have nine characters, the same on call and result",
      { messages: [{ ...plain, tool_calls: [call] }, result] },
      {
        messages: [
          { ...plain, tool_calls: [{ ...call, id: "72510cedf" }] },
          { ...result, tool_call_id: "72510cedf" },
        ],
      },
    ],
    [
      "Mistral: ids of its own stay",
      { messages: [{ ...result, tool_call_id: "D681PevKs" }] },
      { messages: [{ ...result, tool_call_id: "D681PevKs" }] },
    ],
    [
      "Groq: thinking is not sent back",
      { messages: [thought, { ...plain, reasoning: "hm" }] },
      { messages: [plain, plain] },
    ],
    [
      "DeepSeek: max_completion_tokens is max_tokens",
      { max_completion_tokens: 9 },
      { max_tokens: 9 },
    ],
    ["DeepSeek: developer is system", { messages: [developer] }, { messages: [system] }],
    [
      "DeepSeek: thinking on the way to a plain answer is not sent back",
      { messages: [question, thought, question] },
      { messages: [question, plain, question] },
    ],
    [
      "DeepSeek: thinking of a turn that called tools is sent back",
      { messages: [question, { ...thought, tool_calls: [call] }, result, thought, question] },
      { messages: [question, { ...thought, tool_calls: [call] }, result, thought, question] },
    ],
  ])("%s", (rule, given, expected) => {
    const [name = ""] = rule.split(": ");
    expect(sent(name, given)).toEqual({ model: "m", messages: [question], ...expected });
  });

  const chat = { path: "/chat/completions", model: "gpt" } as const;
  const list = { path: "/models", model: null } as const;
  it.each([
    [
      "https://me.openai.azure.com",
      chat,
      "/openai/deployments/gpt/chat/completions?api-version=2024-10-21",
    ],
    [
      "https://me.openai.azure.com/openai?api-version=2025-01-01",
      chat,
      "/openai/deployments/gpt/chat/completions?api-version=2025-01-01",
    ],
    [
      "https://me.openai.azure.com/openai/deployments/mine?api-version=2025-01-01",
      chat,
      "/openai/deployments/mine/chat/completions?api-version=2025-01-01",
    ],
    ["https://me.openai.azure.com/openai/v1", chat, "/openai/v1/chat/completions"],
    [
      "https://me.openai.azure.com/openai/v1?api-version=preview",
      chat,
      "/openai/v1/chat/completions?api-version=preview",
    ],
    ["https://me.openai.azure.com", list, "/openai/models?api-version=2024-10-21"],
    ["https://any.test/v1/", chat, "/v1/chat/completions"],
    ["https://any.test/v1?tenant=1", list, "/v1/models?tenant=1"],
  ])("to %s, %j, go to %s", (address, what, path) => {
    const base = new URL(address);
    expect(pathOf({ base, ...what }, vendorOf(base))).toBe(path);
  });

  it("to Azure carry the key in a header of its own", () => {
    expect(vendorNamed("Azure OpenAI").authorize?.("k")).toEqual({ "api-key": "k" });
  });

  it("for the models of one Azure deployment are not made: it is its name", () => {
    const base = new URL("https://me.openai.azure.com/openai/deployments/mine");
    expect(vendorNamed("Azure OpenAI").models?.(base)).toEqual([{ id: "mine", name: "mine" }]);
  });

  it("to a server that differs in nothing are the very request", () => {
    const messages = [{ role: "developer", content: "x", reasoning: "y" }];
    const asked: CompletionRequest = { model: "o3", messages, seed: 1, max_tokens: 2 };
    const base = new URL("https://any.test");
    expect(toRequest(asked, vendorOf(base), base).body).toBe(JSON.stringify(asked));
  });
});
