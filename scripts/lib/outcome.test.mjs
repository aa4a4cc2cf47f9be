import { describe, expect, it } from "vitest";
import { crashed, table, total, withExit } from "./outcome.mjs";

const good = { name: "good", passed: 7, failed: 0, problems: [] };

describe("total", () => {
  it("sums all suites into the line that ends a run", () => {
    const outcomes = [good, { name: "bad", passed: 2, failed: 3, problems: [] }];
    expect(total(outcomes).line).toBe("9 passed, 3 failed");
  });

  it("counts a crashed suite as one failure", () => {
    expect(total([good, crashed("gone", [])]).line).toBe("7 passed, 1 failed");
  });

  it("is a failure when nothing ran at all", () => {
    expect(total([]).line).toBe("0 passed, 1 failed");
  });
});

describe("withExit", () => {
  it("counts one failure for a tool that ended badly without naming one", () => {
    const outcome = withExit(good, { code: 134, lines: ["out of memory"] });
    expect(outcome).toMatchObject({ passed: 7, failed: 1 });
    expect(outcome.problems).toContain("out of memory");
  });

  it("adds nothing to failures that are reported", () => {
    const bad = { ...good, failed: 2 };
    expect(withExit(bad, { code: 1, lines: [] })).toBe(bad);
  });

  it("leaves a suite alone that ended well", () => {
    expect(withExit(good, { code: 0, lines: [] })).toBe(good);
  });
});

describe("table", () => {
  it("has a line for every suite, with its skipped tests where there are any", () => {
    const lines = table([good, { ...good, name: "x", failed: 1, skipped: 2, seconds: 61.2 }]);
    expect(lines).toEqual([
      "✓ good     0 s  7 passed, 0 failed",
      "✗ x       61 s  7 passed, 1 failed, 2 skipped",
    ]);
  });
});
