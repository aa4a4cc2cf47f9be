import { ParleyError } from "@parley/core";
import pg from "pg";
import { unreachable } from "../unreachable.ts";

/** Any number, the same in every Parley: two of them never change one database's tables at once. */
const lockKey = 7_212_551;

/**
 * Runs `work` while holding the database's migration lock; `client` is the connection that holds it.
 * Other nodes that start at the same moment wait up to `waitMs`, then fail with a sentence.
 */
export async function withMigrationLock<T>(
  connectionString: string,
  work: (client: pg.Client) => Promise<T>,
  { waitMs = 60_000 }: { waitMs?: number } = {},
): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  // A connection that breaks while idle is noticed by the next statement, which then rejects.
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw unreachable(connectionString, error);
  }
  try {
    await client.query("SELECT set_config('lock_timeout', $1, false)", [`${waitMs}ms`]);
    try {
      await client.query("SELECT pg_advisory_lock($1)", [lockKey]);
    } catch (error) {
      throw new ParleyError(
        "conflict",
        `Another Parley has been changing this database's tables for more than ${waitMs / 1000} s. Wait until it has started, or end it, and start again.`,
        { cause: error },
      );
    }
    await client.query("SELECT set_config('lock_timeout', '0', false)");
    return await work(client);
  } finally {
    await client.end();
  }
}
