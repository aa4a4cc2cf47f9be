import { randomBytes } from "node:crypto";
import { Client } from "pg";

/**
 * Creates a database of its own on a running PostgreSQL server. `url` names any database there that
 * may be connected to; `drop` removes the new one, ending whatever is still connected to it.
 */
export async function temporaryDatabase(
  url: string,
): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `parley_${randomBytes(6).toString("hex")}`;
  await run(url, `CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => run(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
