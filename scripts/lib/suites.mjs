import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { sourceFiles } from "../checks/source-files.mjs";
import { toolEnvironment } from "./environment.mjs";
import { logs, reports, root } from "./layout.mjs";
import { crashed, withExit } from "./outcome.mjs";
import { countPlaywright } from "./playwright-report.mjs";
import { run } from "./subprocess.mjs";
import { countVitest } from "./vitest-report.mjs";

/**
 * @typedef {import("./outcome.mjs").Outcome} Outcome
 * @typedef {object} SuiteContext
 * @property {import("./toolchain.mjs").Toolchain} tools
 * @property {(line: string) => void} report
 * @property {Record<string, string>} [extra] more environment for the suite
 */

/** The folders whose tests need a database, and so run once more on a server of another version. */
export const DATABASE_FOLDERS = ["packages/db", "packages/identity"];

/**
 * The test files that Vitest must run, by absolute path.
 * @param {string[]} files paths below the checkout
 * @param {string[]} [folders] only below these
 */
function vitestFiles(files, folders) {
  return files
    .filter((file) => /\.test\.(?:[cm]?js|tsx?)$/.test(file))
    .filter((file) => !folders || folders.some((folder) => file.startsWith(`${folder}/`)))
    .map((file) => join(root, file));
}

/**
 * All tests of Vitest in one run, or those below some folders.
 * @param {SuiteContext & { name: string, folders?: string[] }} options
 * @returns {Promise<Outcome>}
 */
export async function vitestSuite({ name, folders, ...context }) {
  const expected = vitestFiles(sourceFiles(root), folders);
  const file = freshReport(name);
  const filters = folders?.map((folder) => `${folder}/`) ?? [];
  const end = await runTool(name, context, {
    command: [
      join(root, "node_modules", ".bin", "vitest"),
      "run",
      ...filters,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
      "--passWithNoTests",
    ],
    cwd: root,
    // Left to itself, Vitest keeps one processor for whoever works beside it: of two, that is half.
    extra: { VITEST_MAX_WORKERS: String(availableParallelism()) },
  });
  return withExit(countVitest(name, readReport(file), expected), end);
}

/**
 * The browser tests, but for those whose titles match `leaveOut`.
 * @param {SuiteContext & { name?: string, leaveOut?: string }} options
 * @returns {Promise<Outcome>}
 */
export async function playwrightSuite({ name = "end to end", leaveOut, ...context }) {
  const cwd = join(root, "e2e");
  const file = freshReport(name);
  const end = await runTool(name, context, {
    command: [
      join(cwd, "node_modules", ".bin", "playwright"),
      "test",
      "--reporter=line,json",
      ...(leaveOut === undefined ? [] : ["--grep-invert", leaveOut]),
    ],
    cwd,
    extra: { PLAYWRIGHT_JSON_OUTPUT_FILE: file, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  });
  return withExit(countPlaywright(name, readReport(file)), end);
}

/**
 * One programme under proof/, in its short form.
 * @param {SuiteContext & { programme: string }} options
 * @returns {Promise<Outcome>}
 */
export async function proofSuite({ programme, ...context }) {
  const name = `prove ${programme}`;
  const { code, lines } = await runTool(name, context, {
    command: [context.tools.node, join(root, "proof", "cli.ts"), programme, "--quick"],
    cwd: root,
  });
  if (code !== 0) return crashed(name, lines.slice(-30));
  return { name, passed: 1, failed: 0, problems: [] };
}

/**
 * @param {string} name
 * @param {SuiteContext} context
 * @param {{ command: string[], cwd: string, extra?: Record<string, string> }} options
 */
function runTool(name, { tools, report, extra: shared }, { command, cwd, extra }) {
  return run(command, {
    cwd,
    environment: toolEnvironment({
      binFolder: tools.binFolder,
      extra: { ...shared, ...extra },
    }),
    log: join(logs, `${fileName(name)}.log`),
    onLine: report,
  });
}

/** @param {string} name */
function freshReport(name) {
  mkdirSync(reports, { recursive: true });
  const file = join(reports, `${fileName(name)}.json`);
  rmSync(file, { force: true });
  return file;
}

/**
 * A report, or undefined if the tool ended before it could write a whole one.
 * @param {string} file
 */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** @param {string} name */
function fileName(name) {
  return name.replace(/[^a-z0-9]+/gi, "-");
}
