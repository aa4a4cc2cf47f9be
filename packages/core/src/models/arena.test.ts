import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { imagine, pick } from "./arena.ts";

const none = new Map<string, number>();

describe("pick", () => {
  it("always chooses a candidate", () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 8 });
    const strategy = fc.constantFrom("uniform", "weighted", "least-compared");
    const point = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(ids, strategy, point, (candidates, chosen, at) => {
        const [first = "x", ...others] = candidates;
        const picked = pick(
          [first, ...others],
          { strategy: chosen, weights: {} },
          { random: () => at, counts: none },
        );
        expect([first, ...others]).toContain(picked);
      }),
    );
  });

  it.each([
    [0, "a"],
    [0.33, "a"],
    [0.34, "b"],
    [0.999_999, "c"],
  ])("uniform: %d of the way is %s of three", (point, wanted) => {
    const rules = { strategy: "uniform", weights: {} } as const;
    expect(pick(["a", "b", "c"], rules, { random: () => point, counts: none })).toBe(wanted);
  });

  it.each([
    [0, "a"],
    [0.24, "a"],
    [0.26, "b"],
    [0.99, "b"],
  ])("weighted one to three: %d of the way is %s", (point, wanted) => {
    const rules = { strategy: "weighted", weights: { a: 1, b: 3 } } as const;
    expect(pick(["a", "b"], rules, { random: () => point, counts: none })).toBe(wanted);
  });

  it("least compared: only those with the lowest count are chosen", () => {
    const rules = { strategy: "least-compared", weights: {} } as const;
    const counts = new Map([
      ["a", 5],
      ["b", 2],
      ["c", 2],
    ]);
    const at = (point: number) => pick(["a", "b", "c"], rules, { random: () => point, counts });
    expect([at(0), at(0.6)]).toEqual(["b", "c"]);
  });
});

describe("imagine", () => {
  const members = ["a", "b", "c"].map((modelId) => ({ modelId, passedOver: null }));

  it("counts every roll once, among those who can be chosen", () => {
    const passed = { modelId: "d", passedOver: "unavailable" } as const;
    const rules = { strategy: "uniform", weights: {} } as const;
    let point = 0;
    const random = () => {
      point = (point + 0.25) % 1;
      return point;
    };
    const rolls = imagine(rules, [...members, passed], { times: 1_000, random });
    expect(rolls.map(({ modelId }) => modelId)).toEqual(["a", "b", "c"]);
    expect(rolls.reduce((sum, { count }) => sum + count, 0)).toBe(1_000);
  });

  it("evens out, least compared", () => {
    const rules = { strategy: "least-compared", weights: {} } as const;
    const rolls = imagine(rules, members, { times: 300, random: () => 0.5 });
    expect(rolls.map(({ count }) => count)).toEqual([100, 100, 100]);
  });

  it("is empty when nobody can be chosen", () => {
    const rules = { strategy: "uniform", weights: {} } as const;
    expect(imagine(rules, [], { times: 10, random: () => 0 })).toEqual([]);
  });
});
