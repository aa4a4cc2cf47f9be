import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the schema and its migrations lie in this checkout. */
export const schemaFile = fileURLToPath(
  new URL("../../../../prisma/schema.prisma", import.meta.url),
);
export const migrationsFolder = fileURLToPath(
  new URL("../../../../prisma/migrations", import.meta.url),
);

export type Migration = {
  /** `20260131120000_what_changed`: sorts by time. */
  name: string;
  sql: string;
};

/** All migrations of a folder, oldest first. */
export async function readMigrations(folder: string = migrationsFolder): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  return Promise.all(
    names.map(async (name) => ({
      name,
      sql: await readFile(join(folder, name, "migration.sql"), "utf8"),
    })),
  );
}

export function lockfile(): string {
  return '# Written by Prisma\'s convention; names the database the migrations are for.\nprovider = "postgresql"\n';
}

/** The migrations in the form that Prisma's engine takes. */
export function migrationList(migrations: Migration[], folder: string = migrationsFolder) {
  return {
    baseDir: folder,
    lockfile: { path: "migration_lock.toml", content: lockfile() },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map((migration) => ({
      path: migration.name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok" as const, value: migration.sql },
      },
    })),
  };
}
