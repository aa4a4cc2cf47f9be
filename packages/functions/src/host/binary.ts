import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { access, constants } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { bareEnv } from "./bare-env.ts";

const execute = promisify(execFile);
const require = createRequire(import.meta.url);

/** Where the packages of this checkout keep Deno for this machine; null: there is none for it. */
export function packagedBinary(): string | null {
  const libc = process.platform === "linux" ? "-glibc" : "";
  const name = `@deno/${process.platform}-${process.arch}${libc}`;
  try {
    return path.join(path.dirname(require.resolve(`${name}/package.json`)), "deno");
  } catch {
    return null;
  }
}

export type BinaryCheck = { works: true; version: string } | { works: false; reason: string };

/** Whether a file is a Deno that runs here. */
export async function checkBinary(binary: string | null): Promise<BinaryCheck> {
  if (binary === null) {
    return {
      works: false,
      reason: `There is no Deno for ${process.platform} on ${process.arch} among Parley's packages.`,
    };
  }
  try {
    await access(binary, constants.X_OK);
    const { stdout } = await execute(binary, ["--version"], {
      env: bareEnv({ NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" }),
      timeout: 10_000,
      maxBuffer: 64 * 1024,
    });
    const [, version] = /^deno (2\.\d+\.\d+)/.exec(stdout) ?? [];
    return version === undefined
      ? { works: false, reason: `${binary} is not Deno 2: functions can't run.` }
      : { works: true, version: `Deno ${version}` };
  } catch (error) {
    const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return { works: false, reason: `Deno can't run on this machine: ${why}` };
  }
}

/** The first of these files that can be executed. */
async function executable(candidates: string[]): Promise<string | null> {
  for (const candidate of candidates) {
    const found = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return candidate;
  }
  return null;
}

async function succeeds(file: string, args: string[]): Promise<boolean> {
  return execute(file, args, { env: bareEnv({}), timeout: 5_000 }).then(
    () => true,
    () => false,
  );
}

/** A programme that ends a process with its parent, where there is one that works. */
export async function findSetpriv(): Promise<string | null> {
  const file = await executable(["/usr/bin/setpriv", "/bin/setpriv"]);
  const args = ["--pdeathsig", "KILL", "--no-new-privs", "/bin/sh", "-c", ":"];
  return file !== null && (await succeeds(file, args)) ? file : null;
}

/** Bubblewrap, where it is installed and may make what it makes. */
export async function findBubblewrap(): Promise<string | null> {
  const file = await executable(["/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"]);
  if (file === null) return null;
  const walls = ["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"];
  const args = [...walls, "--ro-bind", "/", "/", "--dev", "/dev", "--", "/bin/sh", "-c", ":"];
  return (await succeeds(file, args)) ? file : null;
}

/** A shell that can close descriptors above 9. */
export const findBash = () => executable(["/bin/bash", "/usr/bin/bash"]);

/** Descriptors that this process would hand down; those of Node's own are not. */
export function handedDown(): string[] {
  try {
    return readdirSync("/proc/self/fdinfo").filter((fd) => {
      const flags = /^flags:\s+(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))?.[1];
      const closesOnExec = (Number.parseInt(flags ?? "0", 8) & 0o2000000) !== 0;
      return Number(fd) > 2 && !closesOnExec;
    });
  } catch {
    return [];
  }
}
