import { describe, expect, it } from "vitest";
import { isBlank } from "./gaps.ts";

describe("isBlank", () => {
  it.each([
    ["a message at the middle", [{ top: 100, bottom: 600 }], false],
    [
      "the space between two messages",
      [
        { top: 100, bottom: 380 },
        { top: 420, bottom: 600 },
      ],
      false,
    ],
    ["messages that end far above", [{ top: -500, bottom: 300 }], true],
    ["messages that begin far below", [{ top: 500, bottom: 900 }], true],
    ["no message at all", [], true],
  ])("with %s: %o is %s", (_, messages, expected) => {
    expect(isBlank({ middle: 400, messages })).toBe(expected);
  });
});
