import { describe, expect, it } from "vitest";
import { closeMath, hasMath, withDollars } from "./math-text.ts";

describe("withDollars", () => {
  it.each([
    ["$x^2$ and $y$", "$$x^2$$ and $$y$$"],
    ["it costs $5 and $10", "it costs $5 and $10"],
    ["between $5-$10 a day", "between $5-$10 a day"],
    ["\\(a\\) b", "$$a$$ b"],
    ["\\[ a \\]", "\n$$\na\n$$\n"],
    ["$$a$$", "$$a$$"],
    ["`$a$` and ``\\(b\\)``", "`$a$` and ``\\(b\\)``"],
    ["\\$a$", "\\$a$"],
  ])("rewrites %j", (text, expected) => {
    expect(withDollars(text)).toBe(expected);
  });
});

describe("hasMath", () => {
  it.each([
    ["$x$", true],
    ["\\[x\\]", true],
    ["$5 and $6", false],
    ["plain", false],
  ])("%j: %s", (text, expected) => {
    expect(hasMath(text)).toBe(expected);
  });
});

describe("closeMath", () => {
  it.each([
    ["a \\(b", "a \\(b\\)"],
    ["a \\[b\\", "a \\[b\\]"],
    ["a \\(b\\) c", "a \\(b\\) c"],
    ["a", "a"],
  ])("%j becomes %j", (text, expected) => {
    expect(closeMath(text)).toBe(expected);
  });
});
