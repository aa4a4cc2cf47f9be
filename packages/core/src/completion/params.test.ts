import { describe, expect, it } from "vitest";
import type { JsonObject } from "../json.ts";
import { flattenParams, mergeParams, type ParamLevel } from "./params.ts";

const level = (params: JsonObject, ...locked: string[]): ParamLevel => ({ params, locked });

type Row = { rule: string; levels: ParamLevel[]; request: JsonObject; merged: JsonObject };

describe("mergeParams", () => {
  it.each<Row>([
    {
      rule: "the admin's default reaches the request",
      levels: [level({ seed: 1 })],
      request: {},
      merged: { seed: 1 },
    },
    {
      rule: "a preset wins over the default",
      levels: [level({ seed: 1 }), level({ seed: 2 })],
      request: {},
      merged: { seed: 2 },
    },
    {
      rule: "the request wins over a preset",
      levels: [level({ seed: 2 })],
      request: { seed: 3 },
      merged: { seed: 3 },
    },
    {
      rule: "null in a request says nothing",
      levels: [level({ seed: 2 })],
      request: { seed: null },
      merged: { seed: 2 },
    },
    {
      rule: "null in a level says nothing",
      levels: [level({ seed: 1 }), level({ seed: null })],
      request: {},
      merged: { seed: 1 },
    },
    {
      rule: "a locked key stays the preset's",
      levels: [level({ seed: 2 }, "seed")],
      request: { seed: 3 },
      merged: { seed: 2 },
    },
    {
      rule: "a locked key without a value is taken out",
      levels: [level({}, "tools")],
      request: { tools: [] },
      merged: {},
    },
    {
      rule: "what a base locks, a preset over it can't change",
      levels: [level({ seed: 1 }, "seed"), level({ seed: 2 })],
      request: {},
      merged: { seed: 1 },
    },
    {
      rule: "another name of the same limit replaces it",
      levels: [level({ max_tokens: 10 })],
      request: { max_completion_tokens: 5 },
      merged: { max_completion_tokens: 5 },
    },
    {
      rule: "a lock holds for the other names too",
      levels: [level({ max_tokens: 10 }, "max_tokens")],
      request: { max_completion_tokens: 500, num_predict: 500 },
      merged: { max_tokens: 10 },
    },
    {
      rule: "thinking has three names",
      levels: [level({ reasoning_effort: "low" })],
      request: { think: true },
      merged: { think: true },
    },
    {
      rule: "unknown keys of a request go on",
      levels: [level({})],
      request: { vendor_key: { a: 1 } },
      merged: { vendor_key: { a: 1 } },
    },
    {
      rule: "keys that say how Parley works stay at home",
      levels: [level({ system: "x", stream_response: false, function_calling: "native" })],
      request: {},
      merged: {},
    },
    {
      rule: "custom parameters are read as JSON and merged deeply",
      levels: [
        level({
          provider: { order: ["a"] },
          custom_params: { provider: '{"sort":"price"}', n: "2" },
        }),
      ],
      request: {},
      merged: { provider: { order: ["a"], sort: "price" }, n: 2 },
    },
  ])("$rule", ({ levels, request, merged }) => {
    expect(mergeParams(levels, request).request).toEqual(merged);
  });

  it.each<[key: string, given: JsonObject[string], wanted: JsonObject[string]]>([
    ["temperature", "0.7", 0.7],
    ["top_p", "0.9", 0.9],
    ["min_p", "0.1", 0.1],
    ["frequency_penalty", "-1", -1],
    ["presence_penalty", "1.5", 1.5],
    ["max_tokens", "128", 128],
    ["seed", "42", 42],
    ["mirostat_eta", "0.2", 0.2],
    ["num_ctx", "8192", 8192],
    ["top_k", "40", 40],
    ["use_mmap", "true", true],
    ["use_mlock", false, false],
    ["reasoning_effort", "high", "high"],
    ["stop", "END,\\n\\n", ["END", "\n\n"]],
    ["stop", ["\\t"], ["\t"]],
    ["logit_bias", "50256:-100, 11: 5", { "50256": -100, "11": 5 }],
    ["logit_bias", '{"1":2}', { "1": 2 }],
    ["response_format", '{"type":"json_object"}', { type: "json_object" }],
    ["format", "json", "json"],
    ["keep_alive", "10m", "10m"],
  ])("a form's %s %j is sent as %j", (key, given, wanted) => {
    expect(mergeParams([level({ [key]: given })], {}).request).toEqual({ [key]: wanted });
  });

  it("keeps what can't be read, so that the upstream says what is wrong", () => {
    expect(mergeParams([level({ temperature: "warm" })], {}).request).toEqual({
      temperature: "warm",
    });
  });

  it("tells what the levels decided and what the request could not change", () => {
    const merged = mergeParams([level({ seed: 1, top_p: 0.5 }, "seed")], { seed: 2, top_p: 1 });
    expect(merged).toMatchObject({ decided: ["seed"], refused: ["seed"] });
  });
});

describe("flattenParams", () => {
  it("puts the extended API's params to the root, where the root says nothing itself", () => {
    const root = { model: "m", temperature: 1, seed: null, max_completion_tokens: 5 };
    const params = { temperature: "0.1", seed: "7", max_tokens: 9, system: "not sent" };
    expect(flattenParams(params, root)).toEqual({
      model: "m",
      temperature: 1,
      seed: 7,
      max_completion_tokens: 5,
    });
  });
});
