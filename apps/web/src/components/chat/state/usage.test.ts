import { describe, expect, it } from "vitest";
import { usageOf } from "./usage.ts";

describe("usageOf", () => {
  it.each([
    [
      { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 },
      { read: 3, written: 5 },
    ],
    [
      { prompt_eval_count: 3, eval_count: 5 },
      { read: 3, written: 5 },
    ],
    [
      { prompt_tokens: "3", completion_tokens: null },
      { read: null, written: null },
    ],
    [null, { read: null, written: null }],
  ])("reads %j", (usage, expected) => {
    expect(usageOf(usage)).toEqual(expected);
  });
});
