import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guessHeight } from "./guess-height.ts";

describe("the guessed height of a message", () => {
  it("grows with its text, and is never endless", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, more) => {
        const height = guessHeight({ content: text });
        expect(guessHeight({ content: `${text}\n${more}` })).toBeGreaterThan(height);
      }),
    );
    expect(guessHeight({ content: "word ".repeat(1_000_000) })).toBe(4_000);
  });

  it.each([
    ["a short question", "What is a lease?", 90],
    ["a paragraph", "x".repeat(400), 194],
    ["two paragraphs", `${"x".repeat(100)}\n\n${"x".repeat(100)}`, 181],
    ["code, line by line", "```\na\nb\nc\n```", 194],
    ["nothing yet", "", 77],
  ])("%s", (_what, content, height) => {
    expect(guessHeight({ content })).toBe(height);
  });

  it("counts the text of a content in parts", () => {
    const content = [{ type: "text", text: "What is a lease?" }];
    expect(guessHeight({ content })).toBe(guessHeight({ content: "What is a lease?" }));
  });
});
