import { describe, expect, it } from "vitest";
import { chiSquared, median, percentile, rounded } from "./statistics.ts";

describe("median", () => {
  it.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 2, 3], 2.5],
    [[], Number.NaN],
  ])("of %j is %d", (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it("leaves its input as it was", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe("percentile", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it.each([
    [0.5, 50],
    [0.95, 95],
    [1, 100],
    [0, 1],
  ])("%d of 1 to 100 is %d", (share, expected) => {
    expect(percentile(hundred, share)).toBe(expected);
  });

  it("of few values is one of them, not between two", () => {
    expect(percentile([10, 20], 0.95)).toBe(20);
  });

  it("of nothing is not a number", () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe("rounded", () => {
  it.each([
    [0.12345, 0.123],
    [12.345, 12.3],
    [1234.5, 1230],
    [0, 0],
  ])("%d is %d", (value, expected) => {
    expect(rounded(value)).toBe(expected);
  });
});

describe("chiSquared", () => {
  it.each([
    [[10, 10, 10], [1, 1, 1], 0],
    [[20, 10], [1, 1], 100 / 30],
    [[25, 75], [1, 3], 0],
    [[30, 10, 20], [1, 1, 1], 10],
  ])("%j against %j is %d", (observed, shares, statistic) => {
    expect(chiSquared(observed, shares)).toBeCloseTo(statistic);
  });
});
