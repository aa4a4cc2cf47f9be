import { describe, expect, it } from "vitest";
import { countVitest } from "./vitest-report.mjs";

const test = (/** @type {string} */ status) => ({
  status,
  fullName: `a test that ${status}`,
  failureMessages: status === "failed" ? ["expected 1 to be 2"] : [],
});

const file = (/** @type {string} */ name, /** @type {string[]} */ ...statuses) => ({
  name,
  status: statuses.includes("failed") ? "failed" : "passed",
  assertionResults: statuses.map(test),
});

describe("countVitest", () => {
  it("counts passed, failed and skipped tests and names the failed ones", () => {
    const report = {
      testResults: [file("/a", "passed", "failed"), file("/b", "passed", "pending")],
    };
    const outcome = countVitest("unit", report, ["/a", "/b"]);
    expect(outcome).toMatchObject({ passed: 2, failed: 1, skipped: 1 });
    expect(outcome.problems).toEqual(["/a › a test that failed", "    expected 1 to be 2"]);
  });

  it("counts a file that couldn't be loaded as one failure", () => {
    const broken = { name: "/a", status: "failed", message: "SyntaxError", assertionResults: [] };
    const outcome = countVitest("unit", { testResults: [broken] }, ["/a"]);
    expect(outcome).toMatchObject({ passed: 0, failed: 1 });
    expect(outcome.problems).toEqual(["/a couldn't be run", "    SyntaxError"]);
  });

  it.each([
    ["is missing from the report", []],
    ["ran no test", [file("/a")]],
  ])("counts a test file that %s as one failure", (_, testResults) => {
    const outcome = countVitest("unit", { testResults }, ["/a"]);
    expect(outcome).toMatchObject({ passed: 0, failed: 1, problems: ["/a ran no test"] });
  });

  it("counts a run without a report as one failure", () => {
    expect(countVitest("unit", undefined, [])).toMatchObject({ passed: 0, failed: 1 });
  });
});
