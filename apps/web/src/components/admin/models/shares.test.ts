import { describe, expect, it } from "vitest";
import { expectedShares } from "./shares.ts";

const open = (modelId: string) => ({ modelId, passedOver: null });

describe("expectedShares", () => {
  it.each([
    ["uniform", { a: 0.5, b: 0.5 }],
    ["weighted", { a: 0.75, b: 0.25 }],
    ["least-compared", { a: 0.5, b: 0.5 }],
  ] as const)("are, for %s, of those only that can be chosen", (strategy, shares) => {
    const members = [open("a"), open("b"), { modelId: "c", passedOver: "not-allowed" as const }];
    const found = expectedShares({ strategy, weights: { a: 3, c: 5 } }, members);
    expect(Object.fromEntries(found)).toEqual(shares);
  });
});
