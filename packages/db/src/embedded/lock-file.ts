import { readFile, writeFile } from "node:fs/promises";
import { platform } from "node:os";
import { isAbsolute, join } from "node:path";
import { run } from "./run.ts";

/** What PostgreSQL writes about itself into `postmaster.pid`. */
export type Holder = {
  pid: number;
  /** `starting`, `ready`, `stopping`; empty for the lock of a socket. */
  status: string;
};

/** The lock file that a failed start named, or null when it failed for another reason. */
export function namedLock(lines: string[], clusterFolder: string): string | null {
  for (const line of lines) {
    const path = /FATAL: {2}lock file "(.+)" already exists/.exec(line)?.[1];
    if (path === undefined) continue;
    return isAbsolute(path) ? path : join(clusterFolder, path);
  }
  return null;
}

export async function readHolder(lockFile: string): Promise<Holder | null> {
  let text: string;
  try {
    text = await readFile(lockFile, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  const lines = text.split("\n");
  const pid = Number.parseInt(lines[0] ?? "", 10);
  return Number.isInteger(pid) ? { pid, status: (lines[7] ?? "").trim() } : null;
}

/** Whether the process is a PostgreSQL: after a crash its number may belong to anything. */
export async function isPostgres(pid: number): Promise<boolean> {
  if (platform() === "linux") {
    try {
      return (await readFile(`/proc/${pid}/comm`, "utf8")).startsWith("postgres");
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "ENOENT" || code === "ESRCH") return false;
      throw error;
    }
  }
  const { output } = await run("/bin/ps", ["-p", String(pid), "-o", "comm="]);
  return /(^|\/)postgres\b/.test(output.trim());
}

/**
 * Lets a lock go whose process is no PostgreSQL, by naming a process that has surely ended.
 * Deleting it instead would also delete the key by which PostgreSQL finds orphans of a crash.
 */
export async function releaseStale(lockFile: string, endedPid: number): Promise<void> {
  const text = await readFile(lockFile, "utf8");
  await writeFile(lockFile, text.replace(/^-?\d+/, String(endedPid)));
}
