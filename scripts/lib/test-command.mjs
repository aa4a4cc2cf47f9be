import { BOOTSTRAP_STEPS, bootstrap } from "./bootstrap.mjs";
import { ensureBrowser } from "./browser.mjs";
import { CHECK_STEPS, runChecks, showProblems } from "./check-command.mjs";
import { Failure } from "./failure.mjs";
import { crashed, table, total } from "./outcome.mjs";
import { findOrInstallPostgres, startPostgres } from "./postgres-server.mjs";
import { createProgress } from "./progress.mjs";
import { proofNames } from "./proofs.mjs";
import { redact } from "./redact.mjs";
import { DATABASE_FOLDERS, playwrightSuite, proofSuite, vitestSuite } from "./suites.mjs";
import { runTasks } from "./turbo.mjs";

/** Tests that keep a picture of each page: a minute and more, so they run once, where CI runs all twice. */
const PICTURES = "pictures of";

/**
 * @typedef {import("./outcome.mjs").Outcome} Outcome
 * @typedef {import("./toolchain.mjs").Toolchain} Toolchain
 * @typedef {import("./bootstrap.mjs").Progress} Progress
 * @typedef {(report: (line: string) => void) => Promise<Outcome>} Suite
 */

/** Build, all suites of Vitest, browser, browser tests. */
const OTHER_STEPS = 4;

/**
 * `npm test`: everything, whatever fails on the way, and one line with the sum at the end.
 * @param {import("./arguments.mjs").Invocation} invocation
 */
export async function test({ databaseUrl, rest }) {
  if (rest.length > 0) {
    throw new Failure(
      `npm test doesn't know ${rest.join(" ")}: it takes --database-url=postgres://… only; for a part of the tests use npm run check, npm run e2e or npm run prove.`,
    );
  }
  const programmes = proofNames();
  const given = databaseUrl ?? process.env.TEST_DATABASE_URL;
  const onSecond = !given && process.env.PARLEY_TEST_POSTGRES === "install";
  const steps =
    BOOTSTRAP_STEPS + CHECK_STEPS + OTHER_STEPS + (onSecond ? 2 : 0) + programmes.length;
  const progress = createProgress(steps);
  /** @type {Outcome[]} */
  const outcomes = [];
  const suite = (/** @type {string} */ title, /** @type {Suite} */ work) =>
    runSuite(progress, { title, work, outcomes });

  const tools = await bootstrap(progress, (ready) => suite("Build", buildSuite(ready)));
  outcomes.push(...(await runChecks(progress, tools)));

  /** @type {Record<string, string>} */
  const database = given ? { TEST_DATABASE_URL: given } : {};
  await suite("Unit and integration tests", (report) =>
    vitestSuite({ name: "unit and integration", tools, report, extra: database }));
  /** @type {Record<string, string>} */
  const browser = {};
  await suite("Browser", async (report) => {
    browser.PARLEY_CHROMIUM = await ensureBrowser({ tools, report });
    return { name: "browser", passed: 0, failed: 0, problems: [] };
  });
  const extra = { ...database, ...browser };
  await suite("Browser tests", (report) =>
    playwrightSuite({ leaveOut: PICTURES, tools, report, extra }));
  if (onSecond) await secondDatabase({ tools, extra: browser, suite });
  for (const programme of programmes) {
    await suite(`Proof: ${programme}`, (report) => proofSuite({ programme, tools, report, extra }));
  }
  return summarise(outcomes);
}

/**
 * @param {Toolchain} tools
 * @returns {Suite}
 */
function buildSuite(tools) {
  return async (report) => {
    await runTasks(tools, { tasks: ["build"], what: "The build", report });
    return { name: "build", passed: 1, failed: 0, problems: [] };
  };
}

/**
 * What uses a database, once more on the PostgreSQL that this machine has, which is installed if it is
 * absent and can be; that there is none is a failure. Twice the time, so only for who demands it: CI.
 * @param {object} options
 * @param {Toolchain} options.tools
 * @param {Record<string, string>} options.extra
 * @param {(title: string, work: Suite) => Promise<void>} options.suite
 */
async function secondDatabase({ tools, extra, suite }) {
  /** @type {Awaited<ReturnType<typeof startPostgres>> | undefined} */
  let server;
  try {
    await suite("The data's tests on this machine's PostgreSQL", async (report) => {
      const binaries = await findOrInstallPostgres(report);
      if (!binaries) throw new Failure("No PostgreSQL server was found or installed.");
      server = await startPostgres(binaries);
      report(server.version);
      return vitestSuite({
        name: `data on ${versionOf(server)}`,
        folders: DATABASE_FOLDERS,
        tools,
        report,
        extra: { TEST_DATABASE_URL: server.url },
      });
    });
    await suite("The browser tests on this machine's PostgreSQL", async (report) => {
      if (!server) throw new Failure("There is no PostgreSQL server to run them on.");
      return playwrightSuite({
        name: `end to end on ${versionOf(server)}`,
        tools,
        report,
        extra: { ...extra, TEST_DATABASE_URL: server.url },
      });
    });
  } finally {
    await server?.stop();
  }
}

/** @param {{ version: string }} server */
function versionOf({ version }) {
  return version.replace(/^postgres /, "");
}

/**
 * Runs a suite as a step. What it throws is its failure, and the next suite goes on.
 * @param {Progress} progress
 * @param {{ title: string, work: Suite, outcomes: Outcome[] }} options
 */
async function runSuite(progress, { title, work, outcomes }) {
  const started = Date.now();
  await progress.step(title, async (report) => {
    const outcome = await work(report).catch((error) => crashed(title.toLowerCase(), lines(error)));
    const problems = outcome.problems.map(redact);
    outcomes.push({ ...outcome, problems, seconds: (Date.now() - started) / 1000 });
    const text = `${outcome.passed} passed, ${outcome.failed} failed`;
    return { failed: outcome.failed > 0, text };
  });
}

/** @param {unknown} error */
function lines(error) {
  if (error instanceof Failure) return [...error.details, error.message];
  return String(error instanceof Error ? error.stack : error).split("\n");
}

/** @param {Outcome[]} outcomes */
function summarise(outcomes) {
  const sum = total(outcomes);
  showProblems(outcomes);
  const counted = outcomes.filter(({ passed, failed }) => passed + failed > 0);
  console.log(`\n${table(counted).join("\n")}\n`);
  console.log(sum.line);
  return sum.failed > 0 ? 1 : 0;
}
