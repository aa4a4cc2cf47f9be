import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { aptInstall } from "./browser.mjs";
import { Failure } from "./failure.mjs";

const START_MILLISECONDS = 30_000;
const POLL_MILLISECONDS = 100;
const FIXED_PLACES = ["/opt/homebrew/bin", "/usr/local/bin", "/usr/local/pgsql/bin"];

// Ends PostgreSQL when the pipe to it closes, and that happens however this process ends.
const KEEPER = '"$@" & server=$!; read -r _; kill -INT $server; wait $server';

/**
 * The folder of a PostgreSQL server that is installed on this machine, the newest of Debian's first.
 * @param {{ debian?: string, others?: string[] }} [places]
 * @returns {string | undefined}
 */
export function findPostgres({
  debian = "/usr/lib/postgresql",
  others = [...(process.env.PATH ?? "").split(delimiter), ...FIXED_PLACES],
} = {}) {
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const ofDebian = versions
    .filter((name) => /^\d+$/.test(name))
    .sort((one, other) => Number(other) - Number(one))
    .map((name) => join(debian, name, "bin"));
  const isServer = (/** @type {string} */ folder) =>
    folder !== "" && ["initdb", "postgres"].every((name) => existsSync(join(folder, name)));
  return [...ofDebian, ...others].find(isServer);
}

/**
 * The same, after trying to install Debian's where there is none and we are root.
 * @param {(line: string) => void} report
 */
export async function findOrInstallPostgres(report) {
  const found = findPostgres();
  if (found || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return found;
  report("installing Debian's package postgresql");
  await aptInstall("postgresql", report);
  return findPostgres();
}

/**
 * Starts an empty server of its own on a free port, in a temporary folder. It listens on loopback
 * only and lets anyone in there, for what it holds is only for the tests.
 * @param {string} binaries the folder of `initdb` and `postgres`
 * @returns {Promise<{ url: string, version: string, stop: () => Promise<void> }>}
 */
export async function startPostgres(binaries) {
  const identity = unprivilegedUser();
  const folder = mkdtempSync(join(tmpdir(), "parley-postgres-"));
  if (identity) chownSync(folder, identity.uid, identity.gid);
  const data = join(folder, "data");
  const options = { ...identity, cwd: folder, encoding: /** @type {const} */ ("utf8") };
  try {
    // As on most servers, upper and lower case of all letters are known, not only those of ASCII.
    const locale = process.platform === "darwin" ? "en_US.UTF-8" : "C.UTF-8";
    const cluster = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"];
    execFileSync(join(binaries, "initdb"), [...cluster, `--locale=${locale}`], {
      ...options,
      stdio: "pipe",
    });
    const version = execFileSync(join(binaries, "postgres"), ["--version"], options).trim();
    const port = await freePort();
    const server = [join(binaries, "postgres"), "-D", data, "-p", String(port), "-k", folder];
    const settings = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"];
    const child = spawn("/bin/sh", ["-c", KEEPER, "sh", ...server, ...settings], {
      ...identity,
      cwd: folder,
      stdio: ["pipe", "ignore", "ignore"],
    });
    const ended = new Promise((resolve) => child.once("close", resolve));
    const stop = async () => {
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    };
    try {
      await accepts(join(binaries, "pg_isready"), port);
    } catch (error) {
      await stop();
      throw error;
    }
    return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, version, stop };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** PostgreSQL refuses to run as root: then it runs as `nobody`. */
function unprivilegedUser() {
  if (process.getuid?.() !== 0) return undefined;
  const id = (/** @type {string} */ flag) =>
    Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/**
 * @param {string} isReady path of `pg_isready`
 * @param {number} port
 */
async function accepts(isReady, port) {
  const deadline = Date.now() + START_MILLISECONDS;
  while (Date.now() < deadline) {
    try {
      execFileSync(isReady, ["-q", "-h", "127.0.0.1", "-p", String(port)]);
      return;
    } catch {
      await sleep(POLL_MILLISECONDS);
    }
  }
  throw new Failure(
    `The PostgreSQL server for the tests didn't accept connections within ${START_MILLISECONDS / 1000} s.`,
  );
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(address && typeof address === "object" ? address.port : 0));
    });
  });
}
