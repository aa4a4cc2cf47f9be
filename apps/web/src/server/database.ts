import path from "node:path";
import { isParleyError, type Log } from "@parley/core";
import { createDatabase, type Database, migrate, startEmbedded } from "@parley/db";
import type { Env } from "../env.ts";
import { authSecret } from "./secret.ts";
import { StartupError } from "./startup-error.ts";

export type OpenDatabase = { database: Database; secret: string; close(): Promise<void> };

/**
 * Opens the database, embedded or named by `DATABASE_URL`, brings it up to date, and saves what a
 * crash left running as interrupted.
 */
export async function openDatabase(env: Env, log: Log): Promise<OpenDatabase> {
  const dataDir = path.resolve(env.DATA_DIR);
  try {
    const embedded = env.DATABASE_URL === undefined ? await startEmbedded({ dataDir, log }) : null;
    const url = embedded?.url ?? env.DATABASE_URL ?? "";
    try {
      const secret = await authSecret(env.AUTH_SECRET, dataDir);
      await migrate(url, log);
      const database = await createDatabase({ url, secret, log });
      const interrupted = await database.chats.interruptAll();
      if (interrupted > 0) log.warn("Answers were cut off by the last stop", { interrupted });
      return {
        database,
        secret,
        async close() {
          await database.close();
          await embedded?.stop();
        },
      };
    } catch (error) {
      await embedded?.stop();
      throw error;
    }
  } catch (error) {
    if (isParleyError(error)) throw new StartupError(error.message, { cause: error });
    throw error;
  }
}
