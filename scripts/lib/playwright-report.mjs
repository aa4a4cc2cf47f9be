import { crashed } from "./outcome.mjs";

const MESSAGE_LINES = 15;

/**
 * The part of Playwright's JSON report that counts here.
 * @typedef {object} PlaywrightReport
 * @property {PlaywrightSuite[]} suites
 * @property {{ message?: string }[]} errors what failed outside of any test
 *
 * @typedef {object} PlaywrightSuite
 * @property {string} title
 * @property {PlaywrightSuite[]} [suites]
 * @property {{ title: string, tests: PlaywrightTest[] }[]} [specs]
 *
 * @typedef {object} PlaywrightTest
 * @property {string} projectName
 * @property {"expected" | "unexpected" | "flaky" | "skipped"} status
 * @property {{ error?: { message?: string } }[]} results
 */

/**
 * Counts a report of Playwright. A test that passed only when it was repeated counts as failed: what
 * fails now and then here will fail for somebody.
 * @param {string} name
 * @param {PlaywrightReport | undefined} report
 * @returns {import("./outcome.mjs").Outcome}
 */
export function countPlaywright(name, report) {
  if (!Array.isArray(report?.suites)) return crashed(name, ["Playwright left no report"]);
  const tests = report.suites.flatMap((suite) => flatten(suite, []));
  const bad = tests.filter(({ status }) => status === "unexpected" || status === "flaky");
  const errors = report.errors ?? [];
  const passed = tests.filter(({ status }) => status === "expected").length;
  const nothing = tests.length === 0 ? ["no test was found"] : [];
  return {
    name,
    passed,
    failed: bad.length + errors.length + nothing.length,
    skipped: tests.filter(({ status }) => status === "skipped").length,
    problems: [
      ...bad.flatMap(({ path, projectName, results }) => [
        `${[projectName, ...path].filter(Boolean).join(" › ")}`,
        ...indent(results.find(({ error }) => error)?.error?.message),
      ]),
      ...errors.flatMap(({ message }) => indent(message)),
      ...nothing,
    ],
  };
}

/**
 * @param {PlaywrightSuite} suite
 * @param {string[]} above
 * @returns {(PlaywrightTest & { path: string[] })[]}
 */
function flatten({ title, suites = [], specs = [] }, above) {
  const path = [...above, title];
  return [
    ...specs.flatMap((spec) =>
      spec.tests.map((test) => ({ ...test, path: [...path, spec.title] })),
    ),
    ...suites.flatMap((suite) => flatten(suite, path)),
  ];
}

/** @param {string | undefined} text */
function indent(text = "") {
  return text
    .split("\n")
    .slice(0, MESSAGE_LINES)
    .map((line) => `    ${line}`);
}
