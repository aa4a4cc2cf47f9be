import { join } from "node:path";
import { BOOTSTRAP_STEPS, bootstrap, build } from "./bootstrap.mjs";
import { ensureBrowser } from "./browser.mjs";
import { check } from "./check-command.mjs";
import { toolEnvironment } from "./environment.mjs";
import { runInForeground } from "./foreground.mjs";
import { root } from "./layout.mjs";
import { createProgress } from "./progress.mjs";
import { test } from "./test-command.mjs";
import { runTasks } from "./turbo.mjs";

/**
 * @typedef {import("./arguments.mjs").Invocation} Invocation
 * @typedef {import("./toolchain.mjs").Toolchain} Toolchain
 */

/** @type {Record<import("./arguments.mjs").Command, (invocation: Invocation) => Promise<number>>} */
export const commands = {
  start: ({ rest }) => serve("production", rest),
  dev: ({ rest }) => serve("development", rest),

  async build() {
    await prepared({ built: true });
    return 0;
  },

  check: () => check(),

  async fix({ rest }) {
    const tools = await prepared({});
    const biome = join(root, "node_modules", ".bin", "biome");
    return runProgram(tools, { command: [biome, "check", "--write", ...rest], cwd: root });
  },

  test: (invocation) => test(invocation),

  async e2e({ rest, databaseUrl }) {
    const tools = await prepared({ built: true });
    const extra = {
      PARLEY_CHROMIUM: await ensureBrowser({ tools, report: console.error }),
      ...(databaseUrl ? { TEST_DATABASE_URL: databaseUrl } : {}),
    };
    const cwd = join(root, "e2e");
    const playwright = join(cwd, "node_modules", ".bin", "playwright");
    return runProgram(tools, { command: [playwright, "test", ...rest], cwd, extra });
  },

  async prove({ rest }) {
    const tools = await prepared({ built: true });
    const command = [tools.node, join(root, "proof", "cli.ts"), ...rest];
    const needsBrowser = rest.some((argument) => !argument.startsWith("-"));
    const extra = needsBrowser
      ? { PARLEY_CHROMIUM: await ensureBrowser({ tools, report: console.error }) }
      : {};
    return runProgram(tools, { command, cwd: root, extra });
  },

  "db:migrate": ({ rest }) => database("migrate", rest),
  "db:new": ({ rest }) => database("new", rest),
  "db:reset": ({ rest }) => database("reset", rest),
};

/**
 * Brings the checkout as far as a command needs it, showing the steps.
 * @param {{ built?: boolean, generated?: boolean }} options
 * @returns {Promise<Toolchain>}
 */
function prepared({ built = false, generated = false }) {
  const progress = createProgress(BOOTSTRAP_STEPS + (built || generated ? 1 : 0));
  return bootstrap(progress, async (tools) => {
    if (built) await build(progress, tools);
    if (generated) {
      await progress.step("Database client and runner of functions", (report) =>
        runTasks(tools, {
          tasks: ["generate", "@parley/functions#build"],
          what: "Generating the database client and the runner of functions",
          report,
        }),
      );
    }
  });
}

/**
 * @param {"production" | "development"} mode
 * @param {string[]} rest
 */
async function serve(mode, rest) {
  const production = mode === "production";
  const tools = await prepared({ built: production, generated: !production });
  return runProgram(tools, {
    command: [tools.node, join(root, "apps", "web", "server.ts"), ...rest],
    cwd: root,
    extra: { NODE_ENV: mode },
  });
}

/**
 * @param {"migrate" | "new" | "reset"} action
 * @param {string[]} rest
 */
async function database(action, rest) {
  const tools = await prepared({ generated: true });
  const { DATABASE_URL, DATA_DIR } = process.env;
  const has = (/** @type {string} */ name) =>
    rest.some((argument) => argument === name || argument.startsWith(`${name}=`));
  const where = [
    ...(DATABASE_URL && !has("--database-url") ? ["--database-url", DATABASE_URL] : []),
    ...(DATA_DIR && !has("--data-dir") ? ["--data-dir", DATA_DIR] : []),
  ];
  const cli = join(root, "packages", "db", "src", "cli.ts");
  return runProgram(tools, { command: [tools.node, cli, action, ...rest, ...where], cwd: root });
}

/**
 * @param {Toolchain} tools
 * @param {{ command: string[], cwd: string, extra?: Record<string, string> }} options
 */
function runProgram({ binFolder }, { command, cwd, extra = {} }) {
  return runInForeground(command, { cwd, environment: toolEnvironment({ binFolder, extra }) });
}
