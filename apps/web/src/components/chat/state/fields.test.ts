import { describe, expect, it } from "vitest";
import { chipsOf } from "./fields.ts";

const valueIn = (value: Parameters<typeof chipsOf>[0][string]) =>
  chipsOf({ field: value })[0]?.value;

describe("custom fields as chips", () => {
  it("leave out what Parley records, and what says nothing", () => {
    const own = { parley: {}, annotation: { rating: 1 }, followUps: ["?"], sources: [], files: [] };
    expect(chipsOf({ ...own, a: null, b: "  ", c: [], d: {}, language: "en" })).toEqual([
      { key: "language", name: "language", value: { is: "text", text: "en" }, isCut: false },
    ]);
  });

  it("come in an order that does not depend on how they were stored", () => {
    const names = chipsOf({ tokens_out: 2, language: "en", cost: 1 }).map(({ name }) => name);
    expect(names).toEqual(["cost", "language", "tokens out"]);
  });

  it("keep what a number is counted in", () => {
    const [cost, ...rest] = chipsOf({ cost: 0.002, cost_currency: "€" });
    expect(cost?.value).toEqual({ is: "number", number: 0.002, unit: "€" });
    expect(rest).toEqual([]);
    expect(valueIn({ value: 3, unit: "km" })).toEqual({ is: "number", number: 3, unit: "km" });
    expect(chipsOf({ cost_currency: "€" })).toHaveLength(1);
  });

  it("cut what is long, and count what has entries; the details have the rest", () => {
    const [long] = chipsOf({ summary: "word ".repeat(50) });
    expect(long).toMatchObject({ isCut: true, value: { text: expect.stringMatching(/…$/) } });
    expect(chipsOf({ list: [{}, {}] })).toMatchObject([{ isCut: true, value: { count: 2 } }]);
    expect(chipsOf({ object: { a: 1 } })).toMatchObject([{ isCut: true, value: { count: 1 } }]);
  });

  it("draw a row of numbers, and write a row of words", () => {
    expect(valueIn([0.1, 0.6, 1])).toEqual({ is: "curve", bars: "▁▅█", numbers: [0.1, 0.6, 1] });
    expect(valueIn([2, 2])).toMatchObject({ bars: "▄▄" });
    expect(valueIn(["a", "b"])).toEqual({ is: "text", text: "a, b" });
  });
});
