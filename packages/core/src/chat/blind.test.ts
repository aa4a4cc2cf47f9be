import { describe, expect, it } from "vitest";
import type { JsonObject } from "../json.ts";
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

  it("says of a failure that there was one, and not whose", () => {
    expect(shownMetadata(answer("after-rating"))).toMatchObject({
      parley: {
        error: {
          code: "upstream_error",
          status: 500,
          message: expect.stringContaining("picked could not answer"),
        },
      },
    });
  });

  it("leaves other messages as they are", () => {
    const metadata = { parley: { modelName: "M", trace: { steps: [] } }, selectedModelId: "mine" };
    expect(shownMetadata(metadata)).toBe(metadata);
  });
});
