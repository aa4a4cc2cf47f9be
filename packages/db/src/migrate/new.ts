import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ParleyError } from "@parley/core";
import pg from "pg";
import { unreachable } from "../unreachable.ts";
import { noFilter, readSchema, withEngine } from "./engine.ts";
import { lockfile, migrationList, migrationsFolder, readMigrations } from "./history.ts";

/** `20260131120000`, as Prisma begins the names of migrations. */
function stamp(time: Date): string {
  return time.toISOString().replace(/[-T:]/g, "").slice(0, 14);
}

/** Runs `work` on a new, empty database of the same server, and drops it afterwards. */
async function withScratchDatabase<T>(
  connectionString: string,
  work: (scratch: string) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString });
  try {
    await client.connect();
  } catch (error) {
    throw unreachable(connectionString, error);
  }
  const name = `parley_scratch_${randomUUID().replaceAll("-", "")}`;
  try {
    await client.query(`CREATE DATABASE ${name}`);
    const scratch = new URL(connectionString);
    scratch.pathname = `/${name}`;
    try {
      return await work(scratch.href);
    } finally {
      await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
  } finally {
    await client.end();
  }
}

/**
 * The SQL that leads from the migrations so far to `schema.prisma`; null when they agree. The
 * migrations are replayed on a scratch database of the server, so it must allow making one.
 */
export function pendingChange(connectionString: string): Promise<string | null> {
  return withScratchDatabase(connectionString, async (scratch) => {
    const schema = await readSchema();
    const migrationsList = migrationList(await readMigrations());
    const { stdout } = await withEngine(scratch, async (engine) => {
      await engine.applyMigrations({ migrationsList, filters: noFilter });
      return engine.diff({
        from: { tag: "schemaDatasource", files: [schema], configDir: dirname(schema.path) },
        to: { tag: "schemaDatamodel", files: [schema] },
        script: true,
        exitCode: null,
        filters: noFilter,
      });
    });
    return stdout === null || stdout.includes("This is an empty migration") ? null : stdout;
  });
}

/** Writes the migration for what changed in `schema.prisma`; returns its folder, null for nothing. */
export async function newMigration(connectionString: string, name: string): Promise<string | null> {
  if (!/^[a-z0-9][a-z0-9_-]{1,60}$/.test(name)) {
    throw new ParleyError(
      "invalid_request",
      `"${name}" can't name a migration. Say in a few small letters what changes, like "chat-folders".`,
    );
  }
  const sql = await pendingChange(connectionString);
  if (sql === null) return null;
  const folder = join(migrationsFolder, `${stamp(new Date())}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "migration.sql"), sql);
  await writeFile(join(migrationsFolder, "migration_lock.toml"), lockfile());
  return folder;
}
