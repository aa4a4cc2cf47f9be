import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { toolEnvironment } from "./environment.mjs";
import { Failure } from "./failure.mjs";
import { explainInstall } from "./install-errors.mjs";
import { home, logs, pnpmVersion, toolchain } from "./layout.mjs";
import { nodePackage, pnpmPackage, thisMachine } from "./platform.mjs";
import { run } from "./subprocess.mjs";
import { isAtLeast } from "./version.mjs";

/** Parley runs on this line of Node; a newer one that runs this launcher is used as it is. */
const NODE_MAJOR = "24";

/**
 * @typedef {object} Toolchain
 * @property {string} node path of the executable that runs Parley
 * @property {string} pnpm path of pnpm's executable
 * @property {string} binFolder holds both; comes first in the path of every tool
 * @property {string} summary what they are, for a person
 */

/**
 * Brings Node and pnpm into the checkout, unless they are there already.
 * @param {(line: string) => void} report
 * @returns {Promise<Toolchain>}
 */
export async function bringToolchain(report) {
  const machine = thisMachine();
  const ownNode = isAtLeast(process.version, NODE_MAJOR);
  const nodeName = ownNode ? undefined : nodePackage(machine);
  if (!ownNode && !nodeName) {
    throw new Failure(
      `There is no ready-made Node ${NODE_MAJOR} for ${machine.platform} ${machine.arch}${machine.musl ? " with musl" : ""} on npm: install Node ${NODE_MAJOR} yourself and run the command again.`,
    );
  }
  const pnpmName = pnpmPackage(machine);
  const wanted = pnpmVersion();
  const missing = [
    ...(nodeName && !installed(nodeName)?.startsWith(`${NODE_MAJOR}.`)
      ? [`${nodeName}@${NODE_MAJOR}`]
      : []),
    ...(installed(pnpmName) === wanted ? [] : [`${pnpmName}@${wanted}`]),
  ];
  if (missing.length > 0) await fetchTools({ missing, kept: [nodeName, pnpmName], report });

  const node = nodeName ? join(folderOf(nodeName), "bin", "node") : process.execPath;
  const pnpm = join(folderOf(pnpmName), "pnpm");
  const binFolder = link({ node, pnpm });
  const version = missing.length > 0 || !nodeName ? versionOf(node) : `v${installed(nodeName)}`;
  const summary = `Node ${version}${ownNode ? " of this machine" : ""}, pnpm ${wanted}`;
  if (missing.length > 0) record({ node: version, ownNode, pnpm: wanted });
  return { node, pnpm, binFolder, summary };
}

/**
 * @param {{ missing: string[], kept: (string | undefined)[], report: (line: string) => void }} options
 */
async function fetchTools({ missing, kept, report }) {
  report(`fetching ${missing.join(" and ")} from npm`);
  mkdirSync(toolchain, { recursive: true });
  // What is kept must be known to npm, or it would be removed as extraneous.
  const dependencies = Object.fromEntries(
    kept.flatMap((name) => {
      const version = name && installed(name);
      return name && version ? [[name, version]] : [];
    }),
  );
  writeFileSync(
    join(toolchain, "package.json"),
    JSON.stringify({ name: "parley-toolchain", private: true, dependencies }),
  );
  const log = join(logs, "toolchain.log");
  const npm = npmCommand();
  const { code, lines } = await run(
    [
      ...npm,
      "install",
      ...missing,
      "--save-exact",
      "--no-package-lock",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--no-update-notifier",
      "--fetch-retries=2",
      "--fetch-retry-mintimeout=1000",
      "--fetch-retry-maxtimeout=10000",
    ],
    { cwd: toolchain, environment: toolEnvironment(), log },
  );
  if (code !== 0) throw explainInstall({ what: "Node and pnpm", lines, log, folder: home });
}

/** The npm that started this launcher, or else the one in the path. */
function npmCommand() {
  const started = process.env.npm_execpath;
  return started && /^npm-cli\.c?js$/.test(basename(started))
    ? [process.execPath, started]
    : ["npm"];
}

/** @param {string} name */
function folderOf(name) {
  return join(toolchain, "node_modules", ...name.split("/"));
}

/**
 * The version of a tool that is there and whole, or undefined.
 * @param {string} name
 * @returns {string | undefined}
 */
function installed(name) {
  const manifest = join(folderOf(name), "package.json");
  const executable = join(folderOf(name), name.startsWith("@pnpm/") ? "pnpm" : "bin/node");
  if (!existsSync(manifest) || !existsSync(executable)) return undefined;
  return String(JSON.parse(readFileSync(manifest, "utf8")).version);
}

/**
 * A folder with both tools under their plain names, made anew each time, for the checkout may have
 * been moved and the Node of the machine may have changed.
 * @param {{ node: string, pnpm: string }} tools
 */
function link(tools) {
  const binFolder = join(toolchain, "bin");
  mkdirSync(binFolder, { recursive: true });
  for (const [name, target] of Object.entries(tools)) {
    rmSync(join(binFolder, name), { force: true });
    symlinkSync(target, join(binFolder, name));
  }
  return binFolder;
}

/**
 * Asks a Node for its version, which shows that it runs here at all.
 * @param {string} node
 */
function versionOf(node) {
  try {
    return execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
  } catch (error) {
    rmSync(dirname(dirname(node)), { recursive: true, force: true });
    const reason = error instanceof Error ? error.message.split("\n") : [];
    throw new Failure(
      `The Node ${NODE_MAJOR} from npm doesn't run on this machine: install Node ${NODE_MAJOR} yourself and run the command again.`,
      { details: reason },
    );
  }
}

/** @param {{ node: string, ownNode: boolean, pnpm: string }} tools */
function record({ node, ownNode, pnpm }) {
  const from = ownNode ? process.execPath : "npm";
  writeFileSync(
    join(toolchain, "toolchain.json"),
    `${JSON.stringify({ node: { version: node, from }, pnpm: { version: pnpm, from: "npm" } }, null, 2)}\n`,
  );
}
