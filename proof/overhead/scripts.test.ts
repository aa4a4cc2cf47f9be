import { describe, expect, it } from "vitest";
import { agesIn, models, scriptOf, stamp } from "./scripts.ts";

describe("scriptOf", () => {
  it.each([
    ["whole-400", { kind: "whole", bytes: 400 }],
    ["stream-200x20", { kind: "stream", chunks: 200, everyMs: 20, isStamped: false }],
    ["stream-20x0", { kind: "stream", chunks: 20, everyMs: 0, isStamped: false }],
    ["stamped-200x20", { kind: "stream", chunks: 200, everyMs: 20, isStamped: true }],
    ["gpt-4", null],
    ["stream-20", null],
  ])("reads %s", (model, script) => {
    expect(scriptOf(model)).toEqual(script);
  });

  it.each(Object.values(models))("knows the listed %s", (model) => {
    expect(scriptOf(model)).not.toBeNull();
  });
});

describe("a stamp", () => {
  it("tells how long a chunk was under way", async () => {
    const chunk = (text: string) => `data: {"choices":[{"delta":{"content":"${text}"}}]}\n\n`;
    const first = chunk(stamp());
    await new Promise((resolve) => setTimeout(resolve, 20));
    const [older = 0, newer = 0, none] = agesIn(`${first}${chunk(stamp())}${chunk("a word")}`);
    expect(older).toBeGreaterThan(15);
    expect(newer).toBeLessThan(15);
    expect(none).toBeUndefined();
  });
});
