import { describe, expect, it } from "vitest";
import { models, scriptOf } from "./scripts.ts";

describe("scriptOf", () => {
  it.each([
    ["whole-400", { kind: "whole", bytes: 400 }],
    ["stream-200x20", { kind: "stream", chunks: 200, everyMs: 20 }],
    ["stream-20x0", { kind: "stream", chunks: 20, everyMs: 0 }],
    ["gpt-4", null],
    ["stream-20", null],
  ])("reads %s", (model, script) => {
    expect(scriptOf(model)).toEqual(script);
  });

  it.each(Object.values(models))("knows the listed %s", (model) => {
    expect(scriptOf(model)).not.toBeNull();
  });
});
