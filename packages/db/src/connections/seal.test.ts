import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSeal } from "./seal.ts";

const text = fc.string({ unit: "grapheme" });

describe("createSeal", () => {
  const seal = createSeal("a secret of at least thirty-two letters");

  it("opens what it sealed, for the same place only", () => {
    fc.assert(
      fc.property(fc.tuple(text, text, text), ([key, place, other]) => {
        const sealed = seal.seal(key, place);
        expect(seal.open(sealed, place)).toBe(key);
        if (other !== place) expect(seal.open(sealed, other)).toBeNull();
      }),
    );
  });

  it("never writes the text, nor the same twice", () => {
    const [one, other] = [seal.seal("sk-secret", "row-1"), seal.seal("sk-secret", "row-1")];
    expect(one).not.toBe(other);
    expect(Buffer.from(one.slice(3), "base64url").includes("sk-secret")).toBe(false);
  });

  const sealed = seal.seal("sk-secret", "row-1");
  const flipped = `${sealed.slice(0, -2)}${sealed.at(-2) === "A" ? "B" : "A"}${sealed.slice(-1)}`;

  it.each([
    ["at another place", sealed, "row-2"],
    ["when it was changed", flipped, "row-1"],
    ["when it is cut off", sealed.slice(0, 20), "row-1"],
    ["of an unknown version", sealed.replace("v1", "v9"), "row-1"],
    ["that is no seal", "plain text", "row-1"],
  ])("does not open one %s", (_, text, place) => {
    expect(seal.open(text, place)).toBeNull();
  });

  it("does not open what another secret sealed", () => {
    expect(createSeal("another secret of thirty-two letters").open(sealed, "row-1")).toBeNull();
  });
});
