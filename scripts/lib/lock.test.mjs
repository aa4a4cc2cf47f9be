import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withLock } from "./lock.mjs";

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Leaves a lock behind.
 * @param {{ pid: number, startedAt: string }} owner
 */
function leaveLock(owner) {
  mkdirSync(join(folder, "lock"));
  const text = JSON.stringify({ token: "left", host: hostname(), ...owner });
  writeFileSync(join(folder, "lock", "owner.json"), text);
}

describe("withLock", () => {
  it("lets one at a time work, and tells the others once whom they wait for", async () => {
    let working = 0;
    let most = 0;
    let told = 0;
    const work = async () => {
      working += 1;
      most = Math.max(most, working);
      await new Promise((resolve) => setImmediate(resolve));
      working -= 1;
    };
    const onWait = () => {
      told += 1;
    };
    const options = { poll: 1, onWait };
    await Promise.all(Array.from({ length: 8 }, () => withLock(folder, options, work)));
    expect(most).toBe(1);
    expect(told).toBe(7);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("gives the lock back when the work fails", async () => {
    const failing = withLock(folder, {}, async () => {
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await withLock(folder, {}, async () => "next")).toBe("next");
  });

  it("takes over from a process that was killed, by one of many only", async () => {
    const program = `import { withLock } from ${JSON.stringify(fileURLToPath(new URL("lock.mjs", import.meta.url)))};
      await withLock(process.argv[1], {}, () => new Promise(() => { console.log("held"); setInterval(() => {}, 1000); }));`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program, folder]);
    await once(child.stdout, "data");
    const gone = once(child, "close");
    child.kill("SIGKILL");
    await gone;
    let working = 0;
    let most = 0;
    const work = async () => {
      working += 1;
      most = Math.max(most, working);
      await new Promise((resolve) => setImmediate(resolve));
      working -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => withLock(folder, { poll: 1 }, work)));
    expect(most).toBe(1);
  });

  it("takes over when the owner's process id is used by another process now", async () => {
    leaveLock({ pid: process.pid, startedAt: "another time" });
    expect(await withLock(folder, {}, async () => "taken")).toBe("taken");
  });
});
