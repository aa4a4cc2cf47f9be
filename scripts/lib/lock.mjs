import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { errorCode, explainFileError } from "./failure.mjs";

const POLL_MILLISECONDS = 200;

/**
 * @typedef {{ token: string, pid: number, startedAt: string, host: string }} Owner
 */

/**
 * Holds the lock of `folder` while `work` runs, so that two commands don't set up one checkout at
 * the same time. A lock whose owner has ended, however it ended, is taken over.
 *
 * The lock is a folder with its owner's name in it, put in place by a rename: that fails where one
 * exists already. It is taken over by a rename to a name that carries the dead owner's token:
 * only one of several can succeed, and none can remove the lock that another has just made.
 * @template T
 * @param {string} folder
 * @param {{ onWait?: (owner: Owner) => void, poll?: number }} options
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, { onWait, poll = POLL_MILLISECONDS }, work) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw explainFileError(error, folder);
  }
  const lock = join(folder, "lock");
  let told = false;
  const owner = thisProcess();
  while (!tryTake(folder, lock, owner)) {
    const other = readOwner(lock);
    if (other && isGone(other)) {
      moveAway(lock, join(folder, `lock-left-${other.token}`));
      continue;
    }
    if (other && !told) onWait?.(other);
    told ||= other !== undefined;
    await sleep(poll);
  }
  try {
    return await work();
  } finally {
    const done = join(folder, `lock-done-${owner.token}`);
    moveAway(lock, done);
    rmSync(done, { recursive: true, force: true });
  }
}

/** @returns {Owner} */
function thisProcess() {
  const { pid } = process;
  return { token: randomUUID(), pid, startedAt: startOf(pid) ?? "", host: hostname() };
}

/**
 * @param {string} folder
 * @param {string} lock
 * @param {Owner} owner
 */
function tryTake(folder, lock, owner) {
  const prepared = join(folder, `lock-new-${owner.token}`);
  try {
    mkdirSync(prepared, { recursive: true });
    writeFileSync(join(prepared, "owner.json"), JSON.stringify(owner));
  } catch (error) {
    throw explainFileError(error, folder);
  }
  const taken = moveAway(prepared, lock);
  if (!taken) rmSync(prepared, { recursive: true, force: true });
  return taken;
}

/**
 * Renames a folder unless it is gone or the target exists; tells whether it did.
 * @param {string} from
 * @param {string} to
 */
function moveAway(from, to) {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (["ENOENT", "ENOTEMPTY", "EEXIST"].includes(errorCode(error) ?? "")) return false;
    throw error;
  }
}

/**
 * @param {string} lock
 * @returns {Owner | undefined} undefined while nobody holds it
 */
function readOwner(lock) {
  try {
    return JSON.parse(readFileSync(join(lock, "owner.json"), "utf8"));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Whether the owner has ended. An owner on another host (a shared disk) can't be seen from here and
 * counts as alive: the message that `onWait` shows names it.
 * @param {Owner} owner
 */
function isGone(owner) {
  return owner.host === hostname() && startOf(owner.pid) !== owner.startedAt;
}

/**
 * When a process started, as text that is the same each time, for a process id may be used again.
 * @param {number} pid
 * @returns {string | undefined} undefined if there is no such process
 */
function startOf(pid) {
  try {
    if (process.platform === "linux") {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    }
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}
