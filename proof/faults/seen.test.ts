import { describe, expect, it } from "vitest";
import { document, named, refused, streamed } from "./seen.ts";
import { answer, firstPiece, wires } from "./wire.ts";

const { openai } = wires;

describe("what a caller saw", () => {
  it.each([
    [answer, "whole"],
    [firstPiece, "part"],
    ["", "none"],
    ["else", '"else"'],
    ["x".repeat(100), "other text, 100 characters"],
  ])("names the text %s", (text, name) => {
    expect(named(text, answer)).toBe(name);
  });

  it.each([
    ["a whole stream", openai.text(answer) + openai.done, "200 · whole · done"],
    ["a stream without its end", openai.text(firstPiece), "200 · part · open end"],
    [
      "a stream that failed",
      openai.text(firstPiece) + openai.failure("no"),
      "200 · part · error broken",
    ],
    [
      "an error inside of a half event",
      `data: {"id"${openai.failure("no")}`,
      "200 · none · open end",
    ],
    [
      "a call",
      openai.toolCall(["{", "}"]) + openai.done,
      "200 · none · done · calls get_weather {}",
    ],
  ])("reads %s", (_, text, seen) => {
    expect(streamed(200, text, answer)).toBe(seen);
  });

  it.each([
    [openai.document(), "200 · whole"],
    ['{"choices":', "200 · not JSON"],
    ['{"error":{}}', "200 · no completion"],
  ])("reads the document %s", (text, seen) => {
    expect(document(200, text, answer)).toBe(seen);
  });

  it("reads a refusal, and when to come again", () => {
    expect(refused(429, openai.refusal("no"), "7")).toBe("429 broken retry-after 7");
  });
});
