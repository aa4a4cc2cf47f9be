import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { isParleyError, type Log, ParleyError } from "@parley/core";
import { startEmbedded } from "./embedded/start.ts";
import { migrate, reset } from "./migrate/migrate.ts";
import { newMigration } from "./migrate/new.ts";

const usage = `Usage: migrate | new NAME | reset --yes
  --database-url URL   the database; without it the embedded one of the data folder
  --data-dir FOLDER    default: ./data`;

const log: Log = {
  info: (message, fields) => console.log(message, fields ?? ""),
  warn: (message, fields) => console.warn(message, fields ?? ""),
  error: (message, fields) => console.error(message, fields ?? ""),
};

type Place = { databaseUrl: string | undefined; dataDir: string };

/** Runs `work` on the server given, else on the embedded one, which it starts and ends. */
async function withDatabase(
  { databaseUrl, dataDir }: Place,
  work: (url: string) => Promise<void>,
): Promise<void> {
  if (databaseUrl !== undefined) return work(databaseUrl);
  const embedded = await startEmbedded({ dataDir, log });
  try {
    await work(embedded.url);
  } finally {
    await embedded.stop();
  }
}

async function runMigrate(place: Place): Promise<void> {
  await withDatabase(place, async (url) => {
    const applied = await migrate(url, log);
    console.log(
      applied.length === 0 ? "The database is up to date." : `Applied: ${applied.join(", ")}`,
    );
  });
}

/** Without a server given it works on an empty one of its own: Parley may go on running. */
async function runNew(place: Place, name: string): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "parley-new-"));
  try {
    await withDatabase({ ...place, dataDir: scratch }, async (url) => {
      const folder = await newMigration(url, name);
      console.log(
        folder === null
          ? "schema.prisma and the migrations agree: there is nothing to write."
          : `Wrote ${relative(process.cwd(), folder)}/migration.sql. Read it, then run "npm run db:migrate".`,
      );
    });
  } finally {
    await rm(scratch, { recursive: true });
  }
}

async function runReset(place: Place, confirmed: boolean): Promise<void> {
  if (!confirmed) {
    throw new ParleyError(
      "invalid_request",
      "This deletes every chat, person and setting in the database. If that is what you want: npm run db:reset -- --yes",
    );
  }
  await withDatabase(place, async (url) => {
    await reset(url, log);
    console.log("The database is empty and up to date.");
  });
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      "database-url": { type: "string" },
      "data-dir": { type: "string", default: "./data" },
      yes: { type: "boolean", default: false },
    },
  });
  const place = { databaseUrl: values["database-url"], dataDir: resolve(values["data-dir"]) };
  const [action, name] = positionals;
  if (action === "migrate") return runMigrate(place);
  if (action === "new" && name !== undefined) return runNew(place, name);
  if (action === "reset") return runReset(place, values.yes);
  throw new ParleyError("invalid_request", usage);
}

try {
  await main();
} catch (error) {
  const expected = isParleyError(error) || (error instanceof TypeError && "code" in error);
  console.error(expected ? error.message : error);
  process.exitCode = 1;
}
