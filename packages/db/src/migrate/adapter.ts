import { PrismaPg } from "@prisma/adapter-pg";
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";

/** Columns of PostgreSQL's one-byte type "char" in the engine's questions, and how it names them. */
const charColumns = /\b(constr\.contype|con\.confdeltype|con\.confupdtype)\b(?=,| AS )/g;
const charNames = ["constraint_type", "confdeltype", "confupdtype"];

/**
 * The engine asks about constraints with columns of the type "char", which adapter-pg refuses to
 * read. They are asked for as text and handed on as the characters that the engine expects.
 */
function readingChars(adapter: SqlDriverAdapter): SqlDriverAdapter {
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    async queryRaw(query) {
      const sql = query.sql.replace(charColumns, "$1::text");
      const result = await adapter.queryRaw({ ...query, sql });
      if (sql === query.sql) return result;
      const columnTypes = result.columnTypes.map((type, index) =>
        charNames.includes(result.columnNames[index] ?? "") ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    },
    executeRaw: (query) => adapter.executeRaw(query),
    executeScript: (script) => adapter.executeScript(script),
    startTransaction: (isolationLevel) => adapter.startTransaction(isolationLevel),
    getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: false },
    dispose: () => adapter.dispose(),
  };
}

export type EngineAdapter = {
  factory: SqlMigrationAwareDriverAdapterFactory;
  /** Closes what was opened; the engine does not, and its session holds Prisma's own lock. */
  dispose(): Promise<void>;
};

/** The schema engine's way to the database. */
export function engineAdapter(connectionString: string): EngineAdapter {
  const adapter = new PrismaPg({ connectionString, max: 2 });
  const opened: SqlDriverAdapter[] = [];
  const open = async (connecting: Promise<SqlDriverAdapter>) => {
    const connected = await connecting;
    opened.push(connected);
    return readingChars(connected);
  };
  return {
    factory: {
      provider: adapter.provider,
      adapterName: adapter.adapterName,
      connect: () => open(adapter.connect()),
      connectToShadowDb: () => open(adapter.connectToShadowDb()),
    },
    async dispose() {
      for (const connected of opened.reverse()) await connected.dispose();
    },
  };
}
