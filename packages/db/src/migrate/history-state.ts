import { ParleyError } from "@parley/core";
import type pg from "pg";
import { z } from "zod";
import type { Migration } from "./history.ts";

const appliedRow = z.object({
  migration_name: z.string(),
  finished_at: z.date().nullable(),
  logs: z.string().nullable(),
});

export type HistoryState = {
  applied: string[];
  /** Started and not finished: the first one stopped half-way. */
  failed: { name: string; reason: string }[];
  /** Applied, and not in this checkout. */
  unknown: string[];
  pending: string[];
};

/** Compares what the database has with the migrations of this checkout. */
export async function historyState(
  client: pg.Client,
  migrations: Migration[],
): Promise<HistoryState> {
  const table = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there");
  const there = z.array(z.object({ there: z.boolean() })).parse(table.rows)[0]?.there === true;
  const rows = there
    ? await client.query(
        `SELECT migration_name, finished_at, logs FROM _prisma_migrations
         WHERE rolled_back_at IS NULL ORDER BY started_at`,
      )
    : { rows: [] };
  const recorded = z.array(appliedRow).parse(rows.rows);
  const applied = recorded.flatMap((row) => (row.finished_at === null ? [] : [row.migration_name]));
  const names = migrations.map((migration) => migration.name);
  return {
    applied,
    failed: recorded.flatMap((row) =>
      row.finished_at === null
        ? [{ name: row.migration_name, reason: row.logs ?? "it was cut off" }]
        : [],
    ),
    unknown: applied.filter((name) => !names.includes(name)),
    pending: names.filter((name) => !applied.includes(name)),
  };
}

/** Throws when this code must not touch the database. */
export function refuseUnfit(state: HistoryState): void {
  const newest = state.unknown.at(-1);
  if (newest !== undefined) {
    throw new ParleyError(
      "conflict",
      `The database is newer than this Parley: it has the change "${newest}", which this version does not know. Start the newer version, or restore a backup from before the update.`,
    );
  }
  const failed = state.failed[0];
  if (failed !== undefined) {
    throw new ParleyError(
      "conflict",
      `The database change "${failed.name}" stopped half-way: ${failed.reason.trim()}. Restore the backup from before the update; a developer can start over with "npm run db:reset".`,
    );
  }
}
