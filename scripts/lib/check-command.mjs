import { BOOTSTRAP_STEPS, bootstrap } from "./bootstrap.mjs";
import { checks } from "./check-list.mjs";
import { createProgress } from "./progress.mjs";
import { redact } from "./redact.mjs";

/**
 * @typedef {import("./outcome.mjs").Outcome} Outcome
 * @typedef {import("./toolchain.mjs").Toolchain} Toolchain
 */

/** How many steps `runChecks` shows. */
export const CHECK_STEPS = checks.length;

/**
 * Runs every check, the failing ones not excepted, and gives an outcome for each.
 * @param {import("./bootstrap.mjs").Progress} progress
 * @param {Toolchain} tools
 */
export async function runChecks(progress, tools) {
  /** @type {Outcome[]} */
  const outcomes = [];
  for (const { name, find } of checks) {
    const started = Date.now();
    await progress.step(`Check: ${name}`, async (report) => {
      const problems = (await find(tools, report).catch(asLines)).map(redact);
      const failed = problems.length > 0 ? 1 : 0;
      const seconds = (Date.now() - started) / 1000;
      outcomes.push({ name: `check: ${name}`, passed: 1 - failed, failed, problems, seconds });
      return failed ? { failed: true, text: `${problems.length} lines, see below` } : undefined;
    });
  }
  return outcomes;
}

/**
 * A check that breaks has found something too.
 * @param {unknown} error
 */
function asLines(error) {
  return String(error instanceof Error ? error.stack : error).split("\n");
}

/** `npm run check`: ends with 1 if anything is wrong, after having shown all of it. */
export async function check() {
  const progress = createProgress(BOOTSTRAP_STEPS + CHECK_STEPS);
  const tools = await bootstrap(progress);
  const outcomes = await runChecks(progress, tools);
  showProblems(outcomes);
  return outcomes.some(({ failed }) => failed > 0) ? 1 : 0;
}

/**
 * Prints what failed, suite by suite.
 * @param {Outcome[]} outcomes
 */
export function showProblems(outcomes) {
  for (const { name, failed, problems } of outcomes) {
    if (failed === 0) continue;
    console.log(`\n── ${name} ${"─".repeat(Math.max(0, 76 - name.length))}`);
    for (const line of problems) console.log(line);
  }
}
