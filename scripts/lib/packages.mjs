import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toolEnvironment } from "./environment.mjs";
import { noSpace } from "./failure.mjs";
import { explainInstall } from "./install-errors.mjs";
import { logs, root } from "./layout.mjs";
import { run } from "./subprocess.mjs";

const STAMP = join(root, "node_modules", ".parley-installed");
const MOST_FAILURES = 20;
const NEEDED_BYTES = 2 * 1024 ** 3;

/** The folders of the workspace that have a package.json, as paths below the checkout. */
function workspaceFolders() {
  const nested = ["apps", "packages"].flatMap((group) =>
    readdirSync(join(root, group), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(group, entry.name)),
  );
  return [...nested, "e2e", "proof"].filter((folder) =>
    existsSync(join(root, folder, "package.json")),
  );
}

/** What decides which packages must be there: where it is the same, nothing is installed again. */
function fingerprint() {
  const hash = createHash("sha256");
  const manifests = workspaceFolders().map((folder) => join(folder, "package.json"));
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json", ...manifests]) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

function isWhole() {
  const names = ["dependencies", "devDependencies"];
  return workspaceFolders().every((folder) => {
    const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    const empty = names.every((name) => Object.keys(manifest[name] ?? {}).length === 0);
    return empty || existsSync(join(root, folder, "node_modules"));
  });
}

/**
 * Installs the packages of the lockfile. Where they are there already nothing runs, so that a start
 * needs no network.
 * @param {import("./toolchain.mjs").Toolchain} tools
 * @param {(line: string) => void} report
 */
export async function installPackages(tools, report) {
  const wanted = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted && isWhole()) return "up to date";
  if (!existsSync(STAMP)) demandSpace();
  const log = join(logs, "packages.log");
  const { code, lines } = await run(
    [
      tools.pnpm,
      "install",
      "--frozen-lockfile",
      "--reporter=append-only",
      "--config.confirm-modules-purge=false",
      "--config.fetch-retries=2",
      "--config.fetch-retry-mintimeout=1000",
      "--config.fetch-retry-maxtimeout=10000",
    ],
    {
      cwd: root,
      // With NODE_ENV=production the compilers would be left out.
      environment: toolEnvironment({
        binFolder: tools.binFolder,
        extra: { NODE_ENV: "development" },
      }),
      log,
      onLine: report,
      isHopeless: noticeOutage(),
    },
  );
  if (code !== 0) throw explainInstall({ what: "the packages", lines, log, folder: root });
  writeFileSync(STAMP, wanted);
  return undefined;
}

/**
 * One package that can't be had now may be had at the next try, but where so many fail nothing can be:
 * pnpm would go on for as many minutes as there are packages.
 */
function noticeOutage() {
  let failures = 0;
  return (/** @type {string} */ line) => {
    if (/\b0 retries left/.test(line)) failures += 1;
    return failures >= MOST_FAILURES;
  };
}

function demandSpace() {
  const { bavail, bsize } = statfsSync(root);
  if (bavail * bsize < NEEDED_BYTES) throw noSpace(root);
}
