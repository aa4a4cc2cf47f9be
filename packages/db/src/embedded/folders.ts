import { createHash, randomUUID } from "node:crypto";
import { chmod, chown, lstat, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ParleyError } from "@parley/core";
import type { Owner } from "./run.ts";

/**
 * Makes a folder and those above it. Node's own recursive mkdir never returns in file systems that
 * answer "no such folder" to it, like /proc.
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder);
  }
}

/** Makes the data folder when it is absent, checks that it can be written; returns its real path. */
export async function prepareDataFolder(dataDir: string): Promise<string> {
  try {
    await makeFolder(dataDir);
    const folder = await realpath(dataDir);
    const probe = join(folder, `.probe-${randomUUID()}`);
    await writeFile(probe, "");
    await rm(probe);
    return folder;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ParleyError(
      "internal",
      `The data folder ${dataDir} can't be written (${reason}). Give it to the account that runs Parley, or set DATA_DIR to another folder.`,
      { cause: error },
    );
  }
}

/** Makes a folder that only `owner` may enter. */
export async function makePrivate(folder: string, owner: Owner): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  if (owner !== null) await chown(folder, owner.uid, owner.gid);
}

/** A socket's whole path must fit into 104 bytes on macOS, 108 on Linux, with a zero at the end. */
const longestSocketPath = 103;
const socketName = ".s.PGSQL.5432";

async function isPrivate(folder: string, uid: number | undefined): Promise<boolean> {
  const found = await lstat(folder);
  return found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0;
}

/** In the folder for temporary files, by a name made of the data folder's, so that it is found again. */
async function temporary(dataFolder: string, owner: Owner): Promise<string> {
  const uid = owner?.uid ?? process.getuid?.();
  const name = createHash("sha256").update(dataFolder).digest("hex").slice(0, 12);
  const folder = join(tmpdir(), `parley-${name}`);
  try {
    await mkdir(folder, { mode: 0o700 });
    if (owner !== null) await chown(folder, owner.uid, owner.gid);
    return folder;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  if (await isPrivate(folder, uid)) return folder;
  // Somebody else holds that name.
  const other = await mkdtemp(join(tmpdir(), "parley-"));
  if (owner !== null) await chown(other, owner.uid, owner.gid);
  return other;
}

/**
 * The folder for PostgreSQL's socket: beside the data when the path is short enough, else (and for
 * root, whose data folder PostgreSQL's account may not reach) a private one for temporary files.
 */
export async function socketFolder(dataFolder: string, owner: Owner): Promise<string> {
  const beside = join(dataFolder, "socket");
  const fits = Buffer.byteLength(join(beside, socketName)) <= longestSocketPath;
  if (owner !== null || !fits) return temporary(dataFolder, owner);
  await makePrivate(beside, owner);
  return beside;
}
