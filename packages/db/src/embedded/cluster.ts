import { randomUUID } from "node:crypto";
import { readFile, rename, rm } from "node:fs/promises";
import { platform } from "node:os";
import { ParleyError } from "@parley/core";
import { makePrivate } from "./folders.ts";
import { lastLines, type Owner, run } from "./run.ts";

/** The superuser inside the cluster, and the name of the database. */
export const databaseUser = "parley";

const majorVersion = "18";

/**
 * How PostgreSQL is told where its data is. On Linux another account than Parley's is started *in*
 * the folder and finds it as its working directory: that needs no right to the folders above it,
 * so the data stays where it was asked for, also in a home of mode 0700.
 */
export function placeOf(folder: string, owner: Owner): { argument: string; cwd: string } {
  const inside = owner !== null && platform() === "linux";
  return { argument: inside ? "/proc/self/cwd" : folder, cwd: inside ? folder : "/" };
}

async function versionOf(folder: string): Promise<string | null> {
  try {
    return (await readFile(`${folder}/PG_VERSION`, "utf8")).trim();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new ParleyError(
      "internal",
      `The database in ${folder} can't be read by the account that runs Parley. It was made by another account: start Parley as that one (or as root), or set DATA_DIR to another folder.`,
      { cause: error },
    );
  }
}

export type InitialiseOptions = { initdb: string; owner: Owner };

/**
 * Makes the cluster when it is absent; true when it did. It is made beside its place and moved
 * there when complete: a start that is cut off leaves no half of one.
 */
export async function initialise(
  folder: string,
  { initdb, owner }: InitialiseOptions,
): Promise<boolean> {
  const version = await versionOf(folder);
  if (version === majorVersion) return false;
  if (version !== null) {
    throw new ParleyError(
      "conflict",
      `The database in ${folder} was made by PostgreSQL ${version}, and this Parley brings ${majorVersion}. Export it with PostgreSQL ${version}'s pg_dump, or start the Parley that made it.`,
    );
  }
  const making = `${folder}.${randomUUID().slice(0, 8)}`;
  await makePrivate(making, owner);
  const place = placeOf(making, owner);
  const { code, output } = await run(
    initdb,
    [
      ...["-D", place.argument, "--username", databaseUser, "--auth", "trust", "--no-instructions"],
      ...["--encoding", "UTF8", "--locale", "C"],
      ...["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"],
    ],
    { owner, cwd: place.cwd },
  );
  if (code !== 0) {
    await rm(making, { recursive: true });
    throw new ParleyError(
      "internal",
      `The database could not be created in ${folder}. PostgreSQL said:\n${lastLines(output)}`,
    );
  }
  try {
    await rename(making, folder);
  } catch (error) {
    await rm(making, { recursive: true });
    // Another start was faster; what it made is complete, and the lock on it decides who may use it.
    if ((await versionOf(folder)) === null) throw error;
  }
  return true;
}
