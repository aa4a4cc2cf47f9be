import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { json } from "../json.ts";
import { storableJson, storableText } from "./storable.ts";

const storable = (text: string) => !text.includes("\u0000") && text.isWellFormed();

describe("storableText", () => {
  it.each([
    ["a\u0000b", "a\uFFFDb"],
    ["\ud83d", "\uFFFD"],
    ["\ude00\ud83d", "\uFFFD\uFFFD"],
    ["😀 \\u0000", "😀 \\u0000"],
  ])("makes %j storable", (text, expected) => {
    expect(storableText(text)).toBe(expected);
  });
});

describe("storableJson", () => {
  it("makes every string and key storable, and changes nothing else", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (generated) => {
        const value = json.parse(generated);
        const expected = JSON.parse(JSON.stringify(value), (_, part) =>
          typeof part === "string" ? storableText(part) : part,
        );
        const keysAreFine = !JSON.stringify(value).includes("\\u");
        const stored = JSON.parse(storableJson(value));
        if (keysAreFine) expect(stored).toEqual(expected);
        JSON.stringify(stored, (key, part) => {
          expect(storable(key)).toBe(true);
          if (typeof part === "string") expect(storable(part)).toBe(true);
          return part;
        });
      }),
    );
  });

  it.each([
    [{ "k\u0000": "v\ud800" }, { "k\uFFFD": "v\uFFFD" }],
    [
      ["\\u0000", "\\\u0000", "\\\\ud800", "\b\n\u0001"],
      ["\\u0000", "\\\uFFFD", "\\\\ud800", "\b\n\u0001"],
    ],
  ])("keeps escapes apart in %j", (value, expected) => {
    expect(JSON.parse(storableJson(value))).toEqual(expected);
  });
});
