import { describe, expect, it } from "vitest";
import { isAtLeast } from "./version.mjs";

describe("isAtLeast", () => {
  it.each([
    ["v24.21.0", "24", true],
    ["v20.20.2", "24", false],
    ["24.0.0", "24.0.0", true],
    ["24.9.0", "24.10.0", false],
    ["24.10.0", "24.9.9", true],
    ["v26.0.0-rc.1", "24.3.1", true],
    ["9.99.99", "20", false],
    ["", "1", false],
  ])("of %j against %j is %j", (version, minimum, expected) => {
    expect(isAtLeast(version, minimum)).toBe(expected);
  });
});
