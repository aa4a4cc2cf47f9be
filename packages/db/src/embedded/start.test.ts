import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { testLog } from "../testing/index.ts";
import { initialise } from "./cluster.ts";
import { type Embedded, startEmbedded } from "./start.ts";

let folder: string;
const started: Embedded[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "parley-embedded-"));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((embedded) => embedded.stop()));
  await rm(folder, { recursive: true });
});

async function start(
  options: Partial<Parameters<typeof startEmbedded>[0]> = {},
): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir: folder, log: testLog, ...options });
  started.push(embedded);
  return embedded;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("startEmbedded", () => {
  it("makes a database at the first start and finds it again at the next", async () => {
    const first = await start();
    await query(first.url, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('Ä😀')");
    await first.stop();
    const second = await start();
    expect(await query(second.url, "SELECT word FROM kept")).toEqual([{ word: "Ä😀" }]);
  });

  it("takes folders with spaces and long names, below one that only its owner may enter", async () => {
    await chmod(folder, 0o700);
    const dataDir = join(folder, 'a folder, with "signs" ', "long ".repeat(30).trim());
    const { url } = await start({ dataDir });
    expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(await readdir(dataDir)).toContain("postgres");
  });

  it("stops while somebody is connected, and only once", async () => {
    const embedded = await start();
    const client = new pg.Client({ connectionString: embedded.url });
    const broken = vi.fn();
    client.on("error", broken);
    await client.connect();
    await Promise.all([embedded.stop(), embedded.stop()]);
    await expect(query(embedded.url, "SELECT 1")).rejects.toThrow(/ENOENT|ECONNREFUSED/);
    expect(await readdir(join(folder, "postgres"))).not.toContain("postmaster.pid");
  });

  it("tells when PostgreSQL ends by itself", async () => {
    const death = Promise.withResolvers<Error>();
    await start({ onDeath: death.resolve });
    const pid = (await readFile(join(folder, "postgres", "postmaster.pid"), "utf8")).split("\n")[0];
    process.kill(Number(pid), "SIGKILL");
    expect((await death.promise).message).toContain("ended unexpectedly");
  });

  it("refuses a folder that can't be written, with a sentence", async () => {
    const dataDir = join(folder, "file", "data");
    await writeFile(join(folder, "file"), "");
    await expect(start({ dataDir })).rejects.toThrow(
      /^The data folder .* can't be written \(.*\)\. Give it to/,
    );
    await expect(start({ dataDir: "/proc/nowhere" })).rejects.toThrow(/can't be written/);
  });

  it("refuses a database of another PostgreSQL, with a sentence", async () => {
    await mkdir(join(folder, "postgres"));
    await writeFile(join(folder, "postgres", "PG_VERSION"), "17\n");
    await expect(start()).rejects.toThrow(/was made by PostgreSQL 17, and this Parley brings 18\./);
  });

  it("says PostgreSQL's last lines when it can't start", async () => {
    await (await start()).stop();
    await writeFile(join(folder, "postgres", "postgresql.auto.conf"), "nonsense = 'yes'\n");
    await expect(start()).rejects.toThrow(/ended unexpectedly.*"nonsense"/s);
  });
});

describe("the database of startEmbedded", () => {
  let running: Embedded;
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "parley-embedded-"));
    running = await startEmbedded({ dataDir, log: testLog });
  });
  afterAll(async () => {
    await running.stop();
    await rm(dataDir, { recursive: true });
  });

  it.each([
    ["fsync", "on"],
    ["full_page_writes", "on"],
    ["listen_addresses", ""],
    ["server_encoding", "UTF8"],
    ["TimeZone", "UTC"],
    ["max_connections", "40"],
  ])("runs with %s = %j", async (name, value) => {
    expect(await query(running.url, `SELECT current_setting('${name}') AS value`)).toEqual([
      { value },
    ]);
  });

  it("finds words whatever their case, beyond ASCII too", async () => {
    expect(await query(running.url, "SELECT 'ÄPFEL' ILIKE 'äpfel' AS found")).toEqual([
      { found: true },
    ]);
  });
});

describe("initialise", () => {
  it("says the last lines of initdb when it fails, and leaves nothing behind", async () => {
    const initdb = join(folder, "initdb");
    await writeFile(initdb, "#!/bin/sh\necho no room for a database >&2\nexit 1\n");
    await chmod(initdb, 0o755);
    const cluster = join(folder, "postgres");
    await expect(initialise(cluster, { initdb, owner: null })).rejects.toThrow(
      /could not be created .*no room for a database/s,
    );
    expect(await readdir(folder)).toEqual(["initdb"]);
  });
});

describe("a lock whose process is no PostgreSQL", () => {
  it("does not keep Parley from starting, after a crash and a reboot", async () => {
    await (await start()).stop();
    const lockFile = join(folder, "postgres", "postmaster.pid");
    const key = randomBytes(4).readUInt32BE();
    const lines = [process.pid, "/elsewhere", 1, 5432, folder, "", ` ${key} 0`, "ready   ", ""];
    await writeFile(lockFile, lines.join("\n"));
    const { url } = await start();
    expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });
});
