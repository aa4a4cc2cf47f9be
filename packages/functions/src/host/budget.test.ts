import { describe, expect, it } from "vitest";
import { createBudget } from "./budget.ts";

function begin() {
  let now = 0;
  const holds: number[] = [];
  const seen = { holds, over: 0 };
  const limits = {
    ...{ unaskedAtOnce: 10, unaskedPerSecond: 100, unaskedBytes: 1_000, floodMs: 1_000 },
    ...{ oddFrames: 3, besideBytes: 100 },
  };
  const budget = createBudget({ now: () => now, after: () => () => undefined }, limits, {
    hold: (ms) => void holds.push(Math.round(ms)),
    over: () => {
      seen.over += 1;
    },
  });
  return { budget, seen, pass: (ms: number) => (now += ms) };
}

describe("what nobody asked for", () => {
  it("is read as it comes while it is little", () => {
    const { budget, seen, pass } = begin();
    for (let round = 0; round < 100; round += 1) {
      for (let frame = 0; frame < 8; frame += 1) budget.unasked(0);
      pass(100);
    }
    expect(seen).toEqual({ holds: [], over: 0 });
  });

  it("is read more slowly when it is more, however it is made up: many frames, or much in few", () => {
    const { budget, seen, pass } = begin();
    for (let frame = 0; frame < 12; frame += 1) budget.unasked(0);
    expect(seen.holds).toEqual([10, 20]);
    pass(1_000);
    budget.unasked(13_000);
    expect(seen.holds.at(-1)).toBe(40);
    expect(seen.over).toBe(0);
  });

  it("ends when it goes on, and not when it stops in between", () => {
    const { budget, seen, pass } = begin();
    const flood = (ms: number) => {
      for (let at = 0; at < ms; at += 100) {
        for (let frame = 0; frame < 20; frame += 1) budget.unasked(0);
        pass(100);
      }
    };
    flood(900);
    pass(5_000);
    flood(900);
    expect(seen.over).toBe(0);
    flood(500);
    expect(seen.over).toBeGreaterThan(0);
  });
});
