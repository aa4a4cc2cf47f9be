import { type Log, ParleyError } from "@parley/core";
import { noFilter, withEngine } from "./engine.ts";
import { type Migration, migrationList, readMigrations } from "./history.ts";
import { type HistoryState, historyState, refuseUnfit } from "./history-state.ts";
import { withMigrationLock } from "./lock.ts";

export type MigrateOptions = {
  /** Default: all of this checkout. Tests give the first few. */
  migrations?: Migration[];
};

/**
 * Brings the database to this code's tables and returns the names of the migrations it applied.
 * Safe to call from many nodes at once. Rejects with a ParleyError when the database can't be
 * reached, is newer than this code, or holds a migration that stopped half-way.
 */
export async function migrate(
  connectionString: string,
  log: Log,
  options: MigrateOptions = {},
): Promise<string[]> {
  const migrations = options.migrations ?? (await readMigrations());
  return withMigrationLock(connectionString, async (client) => {
    const state = await historyState(client, migrations);
    refuseUnfit(state);
    if (state.pending.length === 0) return [];
    log.info("changing the database's tables", { pending: state.pending });
    return apply(connectionString, migrations, state);
  });
}

async function apply(
  connectionString: string,
  migrations: Migration[],
  { pending }: HistoryState,
): Promise<string[]> {
  try {
    const { appliedMigrationNames } = await withEngine(connectionString, (engine) =>
      engine.applyMigrations({ migrationsList: migrationList(migrations), filters: noFilter }),
    );
    return appliedMigrationNames;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ParleyError(
      "internal",
      `The database change "${pending[0]}" failed: ${reason.trim()}. Nothing after it was applied.`,
      { cause: error },
    );
  }
}

/** What is applied, pending, unknown and failed. Changes nothing. */
export async function status(connectionString: string): Promise<HistoryState> {
  const migrations = await readMigrations();
  return withMigrationLock(connectionString, (client) => historyState(client, migrations));
}

/** Drops everything in the database and builds this code's tables anew. */
export async function reset(connectionString: string, log: Log): Promise<string[]> {
  await withMigrationLock(connectionString, () =>
    withEngine(connectionString, (engine) => engine.reset({ filter: noFilter })),
  );
  return migrate(connectionString, log);
}
