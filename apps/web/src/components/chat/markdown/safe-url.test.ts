import { describe, expect, it } from "vitest";
import { isInlineImage, safeLink } from "./safe-url.ts";

describe("safeLink", () => {
  it.each([
    ["https://a.example/b", "https://a.example/b"],
    ["mailto:a@b.example", "mailto:a@b.example"],
    ["/c/1", "http://here.example/c/1"],
    ["#note", "http://here.example/#note"],
    ["javascript:alert(1)", null],
    [" JavaScript:alert(1)", null],
    ["data:text/html,x", null],
    ["vbscript:x", null],
    ["file:///etc/passwd", null],
    ["http://[", null],
    [undefined, null],
  ])("%j leads to %j", (address, expected) => {
    expect(safeLink(address, "http://here.example/")).toBe(expected);
  });
});

describe("isInlineImage", () => {
  it.each([
    ["data:image/png;base64,AA", true],
    ["data:image/svg+xml;base64,AA", false],
    ["https://a.example/b.png", false],
    [undefined, false],
  ])("%j: %s", (address, expected) => {
    expect(isInlineImage(address)).toBe(expected);
  });
});
