import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { toolEnvironment } from "./environment.mjs";
import { Failure } from "./failure.mjs";
import { logs, root } from "./layout.mjs";
import { run } from "./subprocess.mjs";

/** Best first: without a window's machinery the same engine needs a quarter less time for the suites. */
const NAMES = [
  "chromium-headless-shell",
  "chrome-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
];
/** Packages of Debian and its children that have one of them, best first. */
const PACKAGES = ["chromium-headless-shell", "chromium"];
const FIXED_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * Where an installed Chrome or Chromium may be, best first.
 * @param {NodeJS.ProcessEnv} environment
 */
function candidates({ PARLEY_CHROMIUM, PATH = "" }) {
  if (PARLEY_CHROMIUM) return [PARLEY_CHROMIUM];
  const folders = PATH.split(delimiter).filter((folder) => folder !== "");
  const inPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...inPath, ...FIXED_PLACES];
}

/**
 * Finds a browser for the suites, or fetches one: Playwright's, or else, as root on Debian, the
 * system's. Says what it did through `report`.
 * @param {{ tools: import("./toolchain.mjs").Toolchain, report: (line: string) => void }} options
 * @returns {Promise<string>} the path of its executable
 */
export async function ensureBrowser({ tools, report }) {
  const found = candidates(process.env).find(isExecutable);
  if (found) return found;
  if (process.env.PARLEY_CHROMIUM) {
    throw new Failure(
      `PARLEY_CHROMIUM names ${process.env.PARLEY_CHROMIUM}, which can't be run: let it name the executable of Chrome or Chromium, or unset it.`,
    );
  }
  const cached = await playwrightsOwn(tools);
  if (cached) return cached;

  report("no Chrome or Chromium found: fetching Playwright's");
  const environment = toolEnvironment({ binFolder: tools.binFolder });
  const log = join(logs, "browser.log");
  const cwd = join(root, "e2e");
  const playwright = join(cwd, "node_modules", ".bin", "playwright");
  await run([playwright, "install", "chromium"], { cwd, environment, log, onLine: report });
  const fetched = await playwrightsOwn(tools);
  if (fetched) return fetched;

  if (process.getuid?.() === 0 && isExecutable("/usr/bin/apt-get")) {
    for (const name of PACKAGES) {
      report(`Playwright's can't be had: installing Debian's package ${name}`);
      await aptInstall(name, report);
      const installed = candidates(process.env).find(isExecutable);
      if (installed) return installed;
    }
  }
  throw new Failure(
    `No Chrome or Chromium was found or could be fetched, and the browser tests need one: install one, or let PARLEY_CHROMIUM name its executable (log: ${log}).`,
  );
}

/**
 * Installs a package of Debian; needs root. The caller looks whether it is there afterwards.
 * @param {string} name
 * @param {(line: string) => void} report
 */
export async function aptInstall(name, report) {
  const environment = toolEnvironment({ extra: { DEBIAN_FRONTEND: "noninteractive" } });
  for (const parameters of [["update"], ["install", "-y", "--no-install-recommends", name]]) {
    await run(["apt-get", "-q", ...parameters], {
      cwd: root,
      environment,
      log: join(logs, `apt-${name}-${parameters[0]}.log`),
      onLine: report,
    });
  }
}

/**
 * The browser in Playwright's cache, if it is there.
 * @param {import("./toolchain.mjs").Toolchain} tools
 */
async function playwrightsOwn({ node, binFolder }) {
  const program =
    'import { chromium } from "@playwright/test"; console.log(chromium.executablePath());';
  const { lines } = await run([node, "--input-type=module", "--eval", program], {
    cwd: join(root, "e2e"),
    environment: toolEnvironment({ binFolder }),
  });
  return lines.find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
