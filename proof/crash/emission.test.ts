import { describe, expect, it } from "vitest";
import { lostMilliseconds, sentBy, wordsIn } from "./emission.ts";

const samples = [
  { at: 100, sent: 1 },
  { at: 200, sent: 2 },
  { at: 300, sent: 3 },
];

describe("sentBy", () => {
  it.each([
    [50, 0],
    [100, 1],
    [299, 2],
    [1000, 3],
  ])("at %d is %d", (at, expected) => {
    expect(sentBy(samples, at)).toBe(expected);
  });
});

describe("lostMilliseconds", () => {
  it.each([
    [3, 350, 0],
    [2, 350, 50],
    [0, 350, 250],
    [2, 250, 0],
  ])("with %d words kept, at %d, is %d", (kept, until, expected) => {
    expect(lostMilliseconds(samples, kept, until)).toBe(expected);
  });
});

describe("wordsIn", () => {
  it.each([
    ["", 0],
    ["word-1", 1],
    ["word-1 word-2 word-3", 3],
  ])("counts %j", (text, expected) => {
    expect(wordsIn(text)).toBe(expected);
  });

  it.each(["word-2", "word-1 word-1", "word-1  word-2", "word-1 wor"])(
    "knows that %j is not how the answer begins",
    (text) => {
      expect(wordsIn(text)).toBeNull();
    },
  );
});
