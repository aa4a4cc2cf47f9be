import { describe, expect, it } from "vitest";
import { countPlaywright } from "./playwright-report.mjs";

/**
 * @param {string} title
 * @param {"expected" | "unexpected" | "flaky" | "skipped"} status
 */
const spec = (title, status) => ({
  title,
  tests: [{ projectName: "phone", status, results: [{ error: { message: "no such button" } }] }],
});

describe("countPlaywright", () => {
  it("counts nested tests, and those as failed that passed only when repeated", () => {
    const inner = { title: "menu", specs: [spec("opens", "unexpected"), spec("moves", "flaky")] };
    const report = {
      errors: [],
      suites: [
        {
          title: "chat.spec.ts",
          specs: [spec("sends", "expected"), spec("x", "skipped")],
          suites: [inner],
        },
      ],
    };
    const outcome = countPlaywright("e2e", report);
    expect(outcome).toMatchObject({ passed: 1, failed: 2, skipped: 1 });
    expect(outcome.problems).toContain("phone › chat.spec.ts › menu › opens");
  });

  it("counts an error outside of any test", () => {
    const suites = [{ title: "a", specs: [spec("b", "expected")] }];
    const outcome = countPlaywright("e2e", { suites, errors: [{ message: "server gone" }] });
    expect(outcome).toMatchObject({ passed: 1, failed: 1 });
  });

  it.each([
    ["without a report", undefined],
    ["that found no test", { suites: [], errors: [] }],
  ])("counts a run %s as one failure", (_, report) => {
    expect(countPlaywright("e2e", report)).toMatchObject({ passed: 0, failed: 1 });
  });
});
