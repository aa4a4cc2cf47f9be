import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "@parley/core";
import pg from "pg";
import { createDatabase, type Database, type DatabaseOptions } from "../create-database.ts";
import { startEmbedded } from "../embedded/start.ts";
import { migrate } from "../migrate/migrate.ts";

/** A PostgreSQL server for tests. */
export type TestServer = { url: string; stop(): Promise<void> };

/** What goes wrong is said; the rest is not. */
export const testLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: (message, fields) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
};

/**
 * The server that TEST_DATABASE_URL names, else an embedded one of its own in a temporary folder.
 * `global-setup.ts` starts one for a whole vitest run and names it there.
 */
export async function testServer(): Promise<TestServer> {
  const named = process.env.TEST_DATABASE_URL;
  if (named !== undefined && named !== "") return { url: named, stop: async () => undefined };
  const dataDir = await mkdtemp(join(tmpdir(), "parley-test-"));
  const embedded = await startEmbedded({ dataDir, log: testLog });
  return {
    url: embedded.url,
    async stop() {
      await embedded.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

async function administrate(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A database of the C locale, which knows upper and lower case of ASCII's letters only. */
const ofLocaleC = "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'";

/** A new database without tables, on its own or the shared server; `stop` drops it. */
export async function emptyDatabase({ localeC = false } = {}): Promise<TestServer> {
  const server = await testServer();
  const name = `parley_test_${randomUUID().replaceAll("-", "")}`;
  await administrate(server.url, `CREATE DATABASE ${name} ${localeC ? ofLocaleC : ""}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async stop() {
      await administrate(server.url, `DROP DATABASE ${name} WITH (FORCE)`);
      await server.stop();
    },
  };
}

export type TestDatabase = Database & {
  url: string;
  /** Adds a person, whom chats can belong to, and returns their id. */
  addUser(): Promise<string>;
  /** Closes the connections and drops the database. */
  stop(): Promise<void>;
};

type TestDatabaseOptions = Partial<
  Pick<DatabaseOptions, "connectMs" | "now" | "poolSize" | "secret">
> & { localeC?: boolean };

/** A new database with this checkout's tables. `close` and `stop` do the same. */
export async function testDatabase({
  localeC = false,
  ...options
}: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { url, stop: drop } = await emptyDatabase({ localeC });
  await migrate(url, testLog);
  const secret = "a secret of at least thirty-two letters";
  const database = await createDatabase({ url, secret, log: testLog, ...options });
  const stop = async () => {
    await database.close();
    await drop();
  };
  return {
    ...database,
    url,
    async addUser() {
      const id = randomUUID();
      await database.prisma.user.create({
        data: { id, name: "Somebody", email: `${id}@example.org`, role: "user" },
      });
      return id;
    },
    close: stop,
    stop,
  };
}
