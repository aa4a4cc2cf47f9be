/**
 * What a suite came to.
 * @typedef {object} Outcome
 * @property {string} name
 * @property {number} passed
 * @property {number} failed
 * @property {number} [skipped]
 * @property {string[]} problems what a person reads to know what failed
 * @property {number} [seconds]
 */

/**
 * A suite that left no usable report counts as one failure, for nobody knows what it would have said.
 * @param {string} name
 * @param {string[]} problems
 * @returns {Outcome}
 */
export function crashed(name, problems) {
  return { name, passed: 0, failed: 1, problems };
}

/**
 * Holds the numbers of a report against the exit code: a tool that ended badly has not just passed.
 * @param {Outcome} outcome
 * @param {{ code: number, lines: string[] }} end
 * @returns {Outcome}
 */
export function withExit(outcome, { code, lines }) {
  if (code === 0 || outcome.failed > 0) return outcome;
  const problems = [
    ...outcome.problems,
    ...lines.slice(-30),
    `ended with exit code ${code}, though no test is reported as failed`,
  ];
  return { ...outcome, failed: 1, problems };
}

/**
 * The sum over all suites, and the very line that ends `npm test`.
 * @param {Outcome[]} outcomes
 */
export function total(outcomes) {
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  // Nothing at all that ran is no success.
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0) || (passed ? 0 : 1);
  return { passed, failed, line: `${passed} passed, ${failed} failed` };
}

/**
 * A table with a line per suite.
 * @param {Outcome[]} outcomes
 */
export function table(outcomes) {
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  return outcomes.map(({ name, passed, failed, skipped = 0, seconds = 0 }) => {
    const mark = failed > 0 ? "✗" : "✓";
    const counts = `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`;
    return `${mark} ${name.padEnd(width)}  ${`${seconds.toFixed(0)} s`.padStart(6)}  ${counts}`;
  });
}
