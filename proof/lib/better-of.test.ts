import { describe, expect, it } from "vitest";
import { betterOf } from "./better-of.ts";

/** Measures these values, one after the other. */
function measuring(values: number[]) {
  const left = [...values];
  return { left, measure: () => Promise.resolve(left.shift() ?? Number.NaN) };
}

describe("betterOf", () => {
  it.each([
    ["the first when it keeps its limit", [5, 1], 5, 1],
    ["the second when the first missed it", [20, 7, 1], 7, 1],
    ["the best of three when all missed it", [30, 20, 25, 1], 20, 1],
  ])("takes %s", async (_, values, expected, unused) => {
    const { left, measure } = measuring(values);
    expect(await betterOf(measure, (ms) => ms / 10)).toBe(expected);
    expect(left).toHaveLength(unused);
  });
});
