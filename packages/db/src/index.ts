export { createDatabase, type Database, type DatabaseOptions } from "./create-database.ts";
export { type Embedded, type EmbeddedOptions, startEmbedded } from "./embedded/start.ts";
export { Prisma, PrismaClient } from "./generated/client.ts";
export { type MigrateOptions, migrate, reset, status } from "./migrate/migrate.ts";
export { newMigration } from "./migrate/new.ts";
