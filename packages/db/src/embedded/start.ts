import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Log, ParleyError } from "@parley/core";
import pg from "pg";
import { findBinaries } from "./binaries.ts";
import { databaseUser, initialise, placeOf } from "./cluster.ts";
import { prepareDataFolder, socketFolder } from "./folders.ts";
import { isPostgres, namedLock, readHolder, releaseStale } from "./lock-file.ts";
import { chooseOwner } from "./owner.ts";
import { type LaunchOptions, launch, type Postmaster } from "./postmaster.ts";

export type EmbeddedOptions = {
  /** Folder for everything Parley keeps; the cluster goes into `postgres` below it. */
  dataDir: string;
  log: Log;
  /** How long a PostgreSQL on the folder that is not shutting down is taken for a leftover. Default 3 s. */
  takeoverMs?: number;
  /** How long to wait for one that is shutting down. Default 60 s. */
  shutdownMs?: number;
  /** How long a start, with recovery after a crash, may take. Default 120 s. */
  startMs?: number;
  /** How long `stop` waits before it ends PostgreSQL the hard (still crash-safe) way. Default 15 s. */
  stopMs?: number;
  /** Called when PostgreSQL ends by itself, with a sentence that holds its last lines. */
  onDeath?: (error: ParleyError) => void;
};

export type Embedded = {
  /** A connection string, over a private socket. */
  url: string;
  /** Shuts PostgreSQL down cleanly; resolves when it has ended. Repeating it is harmless. */
  stop(): Promise<void>;
};

/**
 * Starts the PostgreSQL that Parley brings, creating its cluster and database at the first start.
 * It ends when Parley ends, whatever way. Rejects with a ParleyError whose message says what to do:
 * folder not writable or in use by another Parley, platform without binaries, PostgreSQL failing.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log } = options;
  const dataFolder = await prepareDataFolder(options.dataDir);
  const cluster = join(dataFolder, "postgres");
  const owner = await chooseOwner(cluster);
  const { initdb, postgres } = await findBinaries(owner, log);
  if (await initialise(cluster, { initdb, owner })) log.info("database created", { cluster });
  const sockets = await socketFolder(dataFolder, owner);
  const place = placeOf(cluster, owner);
  const launching = { postgres, owner, place, socketFolder: sockets, log };
  const postmaster = await launchAlone(cluster, launching, options);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= stopPostmaster(postmaster, cluster, options);
    return stopping;
  };
  try {
    const url = await ensureDatabase(sockets);
    void postmaster.ended.then(() => {
      if (stopping === undefined) options.onDeath?.(failed(cluster, postmaster.lines()));
    });
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function failed(cluster: string, lines: string[]): ParleyError {
  return new ParleyError(
    "internal",
    `PostgreSQL for ${cluster} ended unexpectedly. Its last lines:\n${lines.slice(-8).join("\n")}`,
  );
}

/** Launches until this is the only PostgreSQL on the folder, or refuses. */
async function launchAlone(
  cluster: string,
  launching: LaunchOptions,
  options: EmbeddedOptions,
): Promise<Postmaster> {
  const { takeoverMs = 3_000, shutdownMs = 60_000, startMs = 120_000 } = options;
  const began = Date.now();
  for (;;) {
    const postmaster = launch(launching);
    const timeout = new AbortController();
    const outcome = await Promise.race([
      postmaster.started,
      delay(startMs, "late" as const, { signal: timeout.signal }).catch(() => "late" as const),
    ]);
    timeout.abort();
    if (outcome === "ready") return postmaster;
    if (outcome === "late") {
      postmaster.close();
      throw failed(cluster, [`not ready after ${startMs / 1000} s`, ...postmaster.lines()]);
    }
    const lines = postmaster.lines();
    const lockFile = namedLock(lines, cluster);
    const orphans = lines.some((line) => line.includes("pre-existing shared memory block"));
    if (lockFile === null && !orphans) throw failed(cluster, lines);
    const holder = lockFile === null ? null : await readHolder(lockFile);
    if (lockFile !== null && holder !== null && !(await isPostgres(holder.pid))) {
      if (postmaster.pid !== undefined) await releaseStale(lockFile, postmaster.pid);
    } else {
      const waited = Date.now() - began;
      if (waited > (holder?.status === "ready" ? takeoverMs : shutdownMs)) {
        throw inUse(options.dataDir, holder?.pid);
      }
      await delay(100);
    }
  }
}

function inUse(dataDir: string, pid: number | undefined): ParleyError {
  const process = pid === undefined ? "" : ` (its PostgreSQL is process ${pid})`;
  return new ParleyError(
    "conflict",
    `The data folder ${dataDir} is in use by another Parley${process}. Stop that one, or set DATA_DIR to another folder.`,
  );
}

async function ensureDatabase(sockets: string): Promise<string> {
  const address = (database: string) =>
    `postgresql://${databaseUser}@localhost/${database}?host=${encodeURIComponent(sockets)}`;
  const client = new pg.Client({ connectionString: address("postgres") });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [
      databaseUser,
    ]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${databaseUser}`);
  } finally {
    await client.end();
  }
  return address(databaseUser);
}

async function stopPostmaster(
  postmaster: Postmaster,
  cluster: string,
  { log, stopMs = 15_000 }: EmbeddedOptions,
): Promise<void> {
  postmaster.close();
  const hard = setTimeout(() => {
    const pid = Number.parseInt(readFileSync(join(cluster, "postmaster.pid"), "utf8"), 10);
    log.warn("PostgreSQL did not shut down in time and is ended", { pid, stopMs });
    process.kill(pid, "SIGQUIT");
  }, stopMs);
  await postmaster.ended;
  clearTimeout(hard);
}
