import { describe, expect, it } from "vitest";
import { betterOf } from "./better-of.ts";

/** Measures these values, one after the other. */
function measuring(values: number[]) {
  const left = [...values];
  return { left, measure: () => Promise.resolve(left.shift() ?? Number.NaN) };
}

describe("betterOf", () => {
  it.each([
    { name: "the first when it keeps its limit", values: [5, 1], best: 5, unused: 1 },
    { name: "the second when the first missed it", values: [20, 7, 1], best: 7, unused: 1 },
    { name: "the best of three when all missed it", values: [30, 20, 25, 1], best: 20, unused: 1 },
  ])("takes $name", async ({ values, best, unused }) => {
    const { left, measure } = measuring(values);
    expect(await betterOf(measure, (ms) => ms / 10)).toBe(best);
    expect(left).toHaveLength(unused);
  });
});
