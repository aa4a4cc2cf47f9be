import type {
  ArenaTally,
  ChatRepository,
  ConnectionRepository,
  FunctionRepository,
  FunctionStorage,
  GroupRepository,
  Log,
  ModelRepository,
  SettingsRepository,
} from "@parley/core";
import { PrismaPg } from "@prisma/adapter-pg";
import { chatRepository } from "./chats/repository.ts";
import type { Store, TransactionOptions } from "./chats/store.ts";
import { StoredConnections } from "./connections/repository.ts";
import { createSeal } from "./connections/seal.ts";
import { StoredFunctions } from "./functions/repository.ts";
import { functionStorage } from "./functions/storage.ts";
import { PrismaClient } from "./generated/client.ts";
import { groupRepository } from "./groups/repository.ts";
import { StoredModels } from "./models/repository.ts";
import { arenaTally } from "./models/tally.ts";
import { settingsRepository } from "./settings/repository.ts";
import { unreachable } from "./unreachable.ts";

export type DatabaseOptions = {
  /** A PostgreSQL connection string. Its tables must be up to date: see `migrate`. */
  url: string;
  /** What the keys of connections and the valves of functions are encrypted with; at least 32 random characters. */
  secret: string;
  log: Log;
  /** Connections kept open at most. Default 10. */
  poolSize?: number;
  /** Milliseconds to wait for a new connection. Default 10,000. */
  connectMs?: number;
  transaction?: TransactionOptions;
  /** Milliseconds since 1970. Default: the system's clock. */
  now?: () => number;
};

export type Database = {
  prisma: PrismaClient;
  chats: ChatRepository;
  connections: ConnectionRepository;
  functions: FunctionRepository;
  functionStorage: FunctionStorage;
  groups: GroupRepository;
  models: ModelRepository;
  settings: SettingsRepository;
  tally: ArenaTally;
  close(): Promise<void>;
};

/** Opens the pool and the repositories over it. Rejects with a ParleyError when nobody answers. */
export async function createDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, secret, log, poolSize = 10, connectMs = 10_000, now = Date.now } = options;
  const adapter = new PrismaPg(
    { connectionString: url, max: poolSize, connectionTimeoutMillis: connectMs },
    { onPoolError: (error) => log.warn("A connection to the database broke", { error }) },
  );
  const prisma = new PrismaClient({ adapter });
  try {
    await prisma.$queryRaw`SELECT 1`;
  } catch (error) {
    await prisma.$disconnect();
    throw unreachable(url, error);
  }
  const transaction = { maxWait: 10_000, timeout: 30_000, ...options.transaction };
  const store: Store = { prisma, now, transaction };
  const seal = createSeal(secret);
  return {
    prisma,
    chats: chatRepository(store),
    connections: new StoredConnections(store, seal, log),
    functions: new StoredFunctions(store, seal, log),
    functionStorage: functionStorage(store),
    groups: groupRepository(store),
    models: new StoredModels(store, log),
    settings: settingsRepository(prisma),
    tally: arenaTally(prisma),
    close: () => prisma.$disconnect(),
  };
}
