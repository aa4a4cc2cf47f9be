import { describe, expect, it } from "vitest";
import { type JsonObject, jsonObject } from "../json.ts";
import { shownMetadata } from "./blind.ts";

const answer = (reveal: string, annotation?: JsonObject): JsonObject => ({
  mood: "calm",
  selectedModelId: "secret-model",
  ...(annotation === undefined ? {} : { annotation }),
  parley: {
    modelName: "Arena",
    arena: {
      arenaId: "arena",
      path: ["arena", "inner"],
      reveal,
      picked: "secret-model",
      pickedName: "Secret Model",
    },
    error: { code: "upstream_error", message: "Secret Model failed.", status: 500 },
    usage: { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8, secret_duration: 12 },
    trace: { steps: [{ step: "attempt", model: "secret-model" }] },
  },
});

/** A blind answer of which this is kept too. */
function withOwn(own: JsonObject): JsonObject {
  const { parley, ...rest } = answer("after-rating");
  return { ...rest, parley: { ...jsonObject.parse(parley), ...own } };
}

type Row = { rule: string; reveal: string; annotation: JsonObject | undefined; told: boolean };

describe("what an arena chose", () => {
  it.each<Row>([
    {
      rule: "is told at once where the arena says so",
      reveal: "at-once",
      annotation: undefined,
      told: true,
    },
    {
      rule: "is told by no key before a rating",
      reveal: "after-rating",
      annotation: undefined,
      told: false,
    },
    {
      rule: "is told after a good rating",
      reveal: "after-rating",
      annotation: { rating: 1 },
      told: true,
    },
    {
      rule: "is told after a bad rating",
      reveal: "after-rating",
      annotation: { rating: -1 },
      told: true,
    },
    {
      rule: "is not told by an annotation without a rating",
      reveal: "after-rating",
      annotation: { rating: null },
      told: false,
    },
    {
      rule: "is never told where the arena says so",
      reveal: "never",
      annotation: { rating: 1 },
      told: false,
    },
  ])("$rule", ({ reveal, annotation, told }) => {
    const shown = shownMetadata(answer(reveal, annotation));
    expect(/secret/i.test(JSON.stringify(shown))).toBe(told);
    expect(shown).toMatchObject({
      mood: "calm",
      parley: {
        modelName: "Arena",
        arena: { arenaId: "arena", reveal },
        // What a server counts beside tokens tells what kind of server it is.
        usage: { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 },
      },
    });
  });

  it.each([
    { code: "upstream_error", status: 529, message: "Secret Model is overloaded." },
    { code: "overloaded_error", status: 529, message: "Overloaded", retryAfter: "9" },
  ])("says of a failure that there was one, and not whose: $code", (error) => {
    expect(shownMetadata(withOwn({ error })).parley).toMatchObject({
      error: {
        code: "upstream_error",
        status: 502,
        message: expect.stringContaining("picked could not answer"),
      },
    });
    expect(JSON.stringify(shownMetadata(withOwn({ error })))).not.toMatch(/secret|529|retryAfter/i);
  });

  it.each(["filter_refused", "internal"])(
    "says why, where it is not the model's doing: %s",
    (code) => {
      const error = { code, status: 403, message: "Not in this house." };
      expect(shownMetadata(withOwn({ error })).parley).toMatchObject({ error });
    },
  );

  it("is told by no id of a tool's call: these are numbered", () => {
    const called = { name: "look_up", arguments: "{}" };
    const toolCalls = [
      { id: "toolu_01A", ...called },
      { id: "chatcmpl-tool-2", ...called },
    ];
    expect(shownMetadata(withOwn({ toolCalls })).parley).toMatchObject({
      toolCalls: [
        { id: "call_0", ...called },
        { id: "call_1", ...called },
      ],
    });
  });

  it.each([
    ["end_turn", "stop"],
    ["STOP", "stop"],
    ["stop", "stop"],
    ["length", "length"],
    ["tool_calls", "tool_calls"],
    ["content_filter", "content_filter"],
    ["function_call", "function_call"],
  ])("is told by no server's own word for the end: %s is shown as %s", (finishReason, shown) => {
    expect(shownMetadata(withOwn({ finishReason })).parley).toMatchObject({ finishReason: shown });
  });

  it("gets no end and no calls that the answer did not have", () => {
    const { parley } = shownMetadata(answer("never"));
    expect(parley).not.toHaveProperty("finishReason");
    expect(parley).not.toHaveProperty("toolCalls");
  });

  it("leaves other messages as they are", () => {
    const metadata = { parley: { modelName: "M", trace: { steps: [] } }, selectedModelId: "mine" };
    expect(shownMetadata(metadata)).toBe(metadata);
  });
});
