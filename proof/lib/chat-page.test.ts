import { describe, expect, it } from "vitest";
import { countedWords } from "./chat-page.ts";

describe("countedWords", () => {
  it.each([
    ["scripted-small word-1 word-2 word-3Copy Regenerate", "word-1 word-2 word-3"],
    ["word-1 word-2word-2 word-3", "word-1 word-2word-2 word-3"],
    ["word-1 word-2\nword-3", "word-1 word-2\nword-3"],
    ["nothing", ""],
  ])("of %j is %j", (text, expected) => {
    expect(countedWords(text)).toBe(expected);
  });
});
