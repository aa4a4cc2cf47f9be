import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { createDatabase } from "../create-database.ts";
import { emptyDatabase, type TestServer, testLog } from "../testing/index.ts";
import { readMigrations } from "./history.ts";
import { migrate, reset, status } from "./migrate.ts";
import { newMigration, pendingChange } from "./new.ts";

const migrations = await readMigrations();
const names = migrations.map(({ name }) => name);
const future = { name: "99990101000000_future", sql: "CREATE TABLE future (id text);" };
const broken = {
  name: "99990101000000_broken",
  sql: "CREATE TABLE half (id text); SELECT nonsense;",
};

let database: TestServer;
beforeEach(async () => {
  database = await emptyDatabase();
});
afterEach(async () => {
  await database.stop();
});

async function run(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const nameRow = z.object({ name: z.string() });

/** Every row of every table that holds people's data, by the name of the table. */
async function contents(): Promise<Record<string, unknown[]>> {
  const tables = await run(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = current_schema() AND table_name <> '_prisma_migrations'`,
  );
  const found: Record<string, unknown[]> = {};
  for (const { name } of z.array(nameRow).parse(tables)) {
    found[name] = await run(`SELECT * FROM "${name}" AS t ORDER BY t::text`);
  }
  return found;
}

function fixture(name: string): Promise<string> {
  return readFile(fileURLToPath(new URL(`fixtures/${name}.sql`, import.meta.url)), "utf8");
}

describe("migrate", () => {
  it("applies what is pending, once", async () => {
    expect((await status(database.url)).pending).toEqual(names);
    expect(await migrate(database.url, testLog)).toEqual(names);
    expect(await migrate(database.url, testLog)).toEqual([]);
    expect(await status(database.url)).toEqual({
      applied: names,
      failed: [],
      unknown: [],
      pending: [],
    });
  });

  it("applies once when many nodes start at the same time", async () => {
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(database.url, testLog)));
    expect(applied.flat()).toEqual(names);
  });

  it.each(names.map((name, index) => [name, index + 1] as const))(
    "carries the data of a database at %s along",
    async (name, count) => {
      await migrate(database.url, testLog, { migrations: migrations.slice(0, count) });
      await run(await fixture(name));
      const before = await contents();
      const empty = Object.keys(before).filter((table) => before[table]?.length === 0);
      expect(empty, "the fixture has a row in every table").toEqual([]);
      await migrate(database.url, testLog);
      expect(await contents()).toMatchObject(before);
      const secret = "a secret of at least thirty-two letters";
      const opened = await createDatabase({ url: database.url, secret, log: testLog });
      try {
        expect(await opened.chats.interruptAll()).toBe(1);
        expect(await opened.chats.branch("ann", "chat", { limit: 5 })).toMatchObject({
          messages: [
            { id: "q", content: "Why?", status: "done" },
            { id: "a", content: "Because", status: "interrupted", metadata: { field: [1] } },
          ],
        });
        expect((await opened.chats.list("ann", { limit: 5 })).chats).toHaveLength(1);
        expect(await opened.settings.read()).toMatchObject({ signUp: "open" });
        expect(await opened.connections.list()).toMatchObject([{ kind: "ollama", name: "Ollama" }]);
        expect(await opened.prisma.user.count()).toBe(1);
      } finally {
        await opened.close();
      }
    },
  );

  it("gives connections of the first version the weight and the policy that are the default", async () => {
    const [name = ""] = names;
    await migrate(database.url, testLog, { migrations: migrations.slice(0, 1) });
    await run(await fixture(name));
    await migrate(database.url, testLog);
    expect(await run("SELECT weight, when_filter_fails FROM connections")).toEqual([
      { weight: 1, when_filter_fails: "closed" },
    ]);
  });

  it.each(names.map((name, index) => [name, index + 1] as const).slice(3))(
    "can read the functions of a database at %s, and what they keep",
    async (name, count) => {
      await migrate(database.url, testLog, { migrations: migrations.slice(0, count) });
      await run(await fixture(name));
      await migrate(database.url, testLog);
      const secret = "a secret of at least thirty-two letters";
      const opened = await createDatabase({ url: database.url, secret, log: testLog });
      try {
        expect(await opened.functions.list()).toMatchObject([
          { id: "kind", enabled: true, version: 1, manifest: { name: "Kind" }, file: "kind.ts" },
        ]);
        expect(await opened.functions.versions("kind")).toMatchObject([{ savedBy: "Ann" }]);
        expect(await opened.functionStorage.add("kind", "count", 1)).toBe(4);
      } finally {
        await opened.close();
      }
    },
  );

  it.each(names.map((name, index) => [name, index + 1] as const).slice(1))(
    "can read the models, groups and picks of a database at %s",
    async (name, count) => {
      await migrate(database.url, testLog, { migrations: migrations.slice(0, count) });
      await run(await fixture(name));
      await migrate(database.url, testLog);
      const secret = "a secret of at least thirty-two letters";
      const opened = await createDatabase({ url: database.url, secret, log: testLog });
      try {
        expect(await opened.models.list()).toMatchObject([
          { kind: "arena", name: "Arena", grants: null, arena: { weights: { base: 2 } } },
          { kind: "upstream", id: "base", name: null, hidden: true, ownerId: null },
          {
            ...{ kind: "preset", baseModelId: "base", ownerId: "ann", system: "Be short." },
            ...{ params: { seed: 1 }, locked: ["seed"], meta: { tags: ["x"] } },
            grants: [
              { to: "everyone", permission: "read" },
              { to: "group", id: "group", permission: "write" },
              { to: "user", id: "ann", permission: "read" },
            ],
          },
        ]);
        expect(await opened.groups.list()).toMatchObject([{ name: "Crew", memberIds: ["ann"] }]);
        expect(await opened.tally.counts("arena")).toEqual(new Map([["base", 3]]));
        expect(await opened.connections.list()).toMatchObject([
          { weight: 2.5, whenFilterFails: "open" },
        ]);
      } finally {
        await opened.close();
      }
    },
  );

  it("refuses a database that is newer than this code, and changes nothing", async () => {
    await migrate(database.url, testLog, { migrations: [...migrations, future] });
    await expect(migrate(database.url, testLog)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(
        'The database is newer than this Parley: it has the change "99990101000000_future"',
      ),
    });
    expect((await status(database.url)).unknown).toEqual([future.name]);
  });

  it("says why a migration failed, and refuses to go on after it", async () => {
    const options = { migrations: [...migrations, broken] };
    await expect(migrate(database.url, testLog, options)).rejects.toThrow(
      /The database change "\d+_\w+" failed: .*nonsense/s,
    );
    await expect(migrate(database.url, testLog, options)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining('"99990101000000_broken" stopped half-way'),
    });
  });

  it("says when the database can't be reached", async () => {
    const nowhere = "postgresql://me@127.0.0.1:1/nothing";
    await expect(migrate(nowhere, testLog)).rejects.toThrow(
      /127.0.0.1:1\/nothing can't be reached/,
    );
  });
});

describe("reset", () => {
  it("leaves this code's tables and no data", async () => {
    await migrate(database.url, testLog);
    await run("INSERT INTO settings (key, value) VALUES ('signUp', '\"open\"')");
    await run("CREATE TABLE other (id text)");
    await reset(database.url, testLog);
    expect(await run("SELECT * FROM settings")).toEqual([]);
    expect(await run("SELECT to_regclass('other') AS other")).toEqual([{ other: null }]);
  });
});

describe("newMigration", () => {
  it("has nothing to write: the migrations lead to schema.prisma", async () => {
    expect(await pendingChange(database.url)).toBeNull();
  });

  it("refuses a name that is none", async () => {
    await expect(newMigration(database.url, "../x")).rejects.toThrow(/can't name a migration/);
  });
});
