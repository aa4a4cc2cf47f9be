import { describe, expect, it } from "vitest";
import { isPlain } from "./plain-text.ts";

describe("isPlain", () => {
  it.each([
    ["A lease is a lock that ends by itself.", true],
    ["Größe: 5 m, “gut” – naja…", true],
    ["two\nlines", false],
    ["- item", false],
    ["1. item", false],
    ["some **bold**", false],
    ["a `code`", false],
    ["see www.example.org", false],
    ["a@b.example", false],
    ["a_b_c", false],
    ["| a", false],
    ["a < b", false],
    ["AT&amp;T", false],
    ["costs $5", false],
    ["# heading", false],
    ["", false],
  ])("%j: %s", (text, expected) => {
    expect(isPlain(text)).toBe(expected);
  });
});
