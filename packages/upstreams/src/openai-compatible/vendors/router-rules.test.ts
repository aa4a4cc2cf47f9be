import type { CompletionRequest, JsonObject } from "@parley/core";
import { describe, expect, it } from "vitest";
import { toRequest } from "../to-request.ts";
import { vendorOf } from "./index.ts";

const openAi = "https://api.openai.com/v1";
const azure = "https://me.openai.azure.com";
const question = { role: "user", content: "2 + 2?" };
const system = { role: "system", content: "Be brief." };
const second = { role: "system", content: "Be kind." };
const developer = { ...system, role: "developer" };
const asUser = { ...system, role: "user" };

/** The call that goes to a server at this address. */
function callTo(address: string, request: object) {
  const base = new URL(address);
  const asked: CompletionRequest = { model: "m", messages: [question], ...request };
  const { path, body } = toRequest(asked, vendorOf(base), base);
  const sent: JsonObject = JSON.parse(body);
  return { path, sent };
}

const thinking = [
  "o1",
  "o1-mini",
  "o3-mini",
  "o4-mini",
  "gpt-5",
  "gpt-5.1-mini",
  "gpt-10",
  "ft:o3:me",
];
const others = ["gpt-4o", "gpt-4.1-mini", "gpt-3.5-turbo", "chatgpt-4o-latest", "omni-moderation"];

describe("1.8 OpenAI router: the o-series and gpt-5 and later", () => {
  it.each(thinking)("%s: max_tokens is sent as max_completion_tokens", (model) => {
    const { sent } = callTo(openAi, { model, max_tokens: 9 });
    expect(sent).toEqual({ model, messages: [question], max_completion_tokens: 9 });
  });

  it.each(others)("%s: max_tokens stays", (model) => {
    const { sent } = callTo(openAi, { model, max_tokens: 9 });
    expect(sent).toEqual({ model, messages: [question], max_tokens: 9 });
  });

  it.each<{ rule: string; model: string; given: object[]; messages: object[] }>([
    {
      rule: "the first system message is a developer's",
      model: "gpt-5",
      given: [system, question],
      messages: [developer, question],
    },
    {
      rule: "the second system message stays",
      model: "o3",
      given: [system, second, question],
      messages: [developer, second, question],
    },
    {
      rule: "the first system message is a developer's, wherever it stands",
      model: "o3",
      given: [question, system],
      messages: [question, developer],
    },
    {
      rule: "o1-mini: the first system message is the user's",
      model: "o1-mini",
      given: [system, question],
      messages: [asUser, question],
    },
    {
      rule: "o1-preview: the first system message is the user's",
      model: "o1-preview",
      given: [system, question],
      messages: [asUser, question],
    },
    { rule: "a question alone stays", model: "o3", given: [question], messages: [question] },
    {
      rule: "another model's system message stays",
      model: "gpt-4o",
      given: [system, question],
      messages: [system, question],
    },
  ])("$rule", ({ model, given, messages }) => {
    expect(callTo(openAi, { model, messages: given }).sent).toEqual({ model, messages });
  });
});

describe("1.8 OpenAI router: other hosts", () => {
  it.each<[rule: string, address: string, given: object, sent: object]>([
    [
      "one of which nothing is known gets max_completion_tokens as it is (the original: max_tokens)",
      "https://any.test/v1",
      { max_completion_tokens: 9 },
      { max_completion_tokens: 9 },
    ],
    [
      "one of which nothing is known gets max_tokens as it is, for an o-series model too",
      "https://any.test/v1",
      { model: "o3", max_tokens: 9, messages: [system, question] },
      { model: "o3", max_tokens: 9, messages: [system, question] },
    ],
    [
      "Mistral knows max_tokens alone",
      "https://api.mistral.ai/v1",
      { max_completion_tokens: 9 },
      { max_tokens: 9 },
    ],
    [
      "DeepSeek knows max_tokens alone",
      "https://api.deepseek.com/v1",
      { max_completion_tokens: 9 },
      { max_tokens: 9 },
    ],
    [
      "LM Studio knows max_tokens alone",
      "http://localhost:1234/v1",
      { max_completion_tokens: 9 },
      { max_tokens: 9 },
    ],
    [
      "OpenAI's own gets max_completion_tokens as it is, for every model",
      openAi,
      { model: "gpt-4o", max_completion_tokens: 9 },
      { model: "gpt-4o", max_completion_tokens: 9 },
    ],
    [
      "a host that only ends like OpenAI's is another",
      "https://notapi.openai.com.evil.test/v1",
      { model: "o3", max_tokens: 9 },
      { model: "o3", max_tokens: 9 },
    ],
  ])("%s", (...[, address, given, sent]) => {
    expect(callTo(address, given).sent).toEqual({ model: "m", messages: [question], ...sent });
  });
});

describe("1.8 OpenAI router: Azure", () => {
  const version = "api-version=2024-10-21";

  it.each<[rule: string, address: string, path: string]>([
    [
      "a resource: the model is the deployment",
      azure,
      `/openai/deployments/gpt/chat/completions?${version}`,
    ],
    [
      "a version in the address stays",
      `${azure}/openai?api-version=2025-01-01`,
      "/openai/deployments/gpt/chat/completions?api-version=2025-01-01",
    ],
    [
      "a deployment in the address stays",
      `${azure}/openai/deployments/mine`,
      `/openai/deployments/mine/chat/completions?${version}`,
    ],
    ["the newer API has neither", `${azure}/openai/v1`, "/openai/v1/chat/completions"],
  ])("%s", (...[, address, path]) => {
    expect(callTo(address, { model: "gpt" }).path).toBe(path);
  });

  it("the key goes in a header of its own", () => {
    expect(vendorOf(new URL(azure)).authorize?.("k")).toEqual({ "api-key": "k" });
  });

  it("the o-series' changes are made there too", () => {
    const given = { model: "o3", max_tokens: 9, messages: [system, question] };
    const sent = { model: "o3", max_completion_tokens: 9, messages: [developer, question] };
    expect(callTo(azure, given).sent).toEqual(sent);
  });

  it("keys that nobody knows go on", () => {
    expect(callTo(azure, { vendor_key: 1 }).sent).toMatchObject({ vendor_key: 1 });
  });
});
