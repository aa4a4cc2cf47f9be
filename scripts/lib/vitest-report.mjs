import { crashed } from "./outcome.mjs";

const MESSAGE_LINES = 12;

/**
 * The part of Vitest's JSON report that counts here.
 * @typedef {object} VitestReport
 * @property {{
 *   name: string, status: string, message?: string,
 *   assertionResults: { status: string, fullName: string, failureMessages?: string[] | null }[]
 * }[]} testResults
 */

/**
 * Counts a report of Vitest. A file that couldn't be loaded counts as one failure, and so does a
 * file of `expected` that the report doesn't know or that ran no test.
 * @param {string} name
 * @param {VitestReport | undefined} report
 * @param {string[]} expected paths of all test files that must have run, as Vitest names them
 * @returns {import("./outcome.mjs").Outcome}
 */
export function countVitest(name, report, expected) {
  if (!Array.isArray(report?.testResults)) return crashed(name, ["Vitest left no report"]);
  const files = report.testResults;
  const tests = files.flatMap((file) => file.assertionResults.map((test) => ({ ...test, file })));
  const failedTests = tests.filter(({ status }) => status === "failed");
  const broken = files.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  const ran = new Set(files.filter((file) => file.assertionResults.length > 0).map((f) => f.name));
  const known = new Set(broken.map((file) => file.name));
  const absent = expected.filter((file) => !ran.has(file) && !known.has(file));
  return {
    name,
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: failedTests.length + broken.length + absent.length,
    skipped: tests.filter(({ status }) => status !== "passed" && status !== "failed").length,
    problems: [
      ...failedTests.flatMap(({ fullName, failureMessages, file }) => [
        `${file.name} › ${fullName}`,
        ...indent(failureMessages?.join("\n")),
      ]),
      ...broken.flatMap((file) => [`${file.name} couldn't be run`, ...indent(file.message)]),
      ...absent.map((file) => `${file} ran no test`),
    ],
  };
}

/** @param {string | undefined} text */
function indent(text = "") {
  return text
    .split("\n")
    .slice(0, MESSAGE_LINES)
    .map((line) => `    ${line}`);
}
