import type { Connection, ConnectionRepository, NewConnection } from "../ports/connections.ts";

/** Connections in memory, for tests. Keeps every promise of the port. */
export function memoryConnections({
  now = Date.now,
}: {
  now?: () => number;
} = {}): ConnectionRepository {
  const rows = new Map<string, Connection>();
  const seeds = new Set<string>();
  let made = 0;
  const insert = (connection: NewConnection): Connection => {
    made += 1;
    const defaults = { weight: 1, whenFilterFails: "closed" } as const;
    const row = { ...defaults, ...connection, id: `connection-${made}`, createdAt: now() };
    rows.set(row.id, row);
    if (connection.seed !== null) seeds.add(connection.seed);
    return { ...row };
  };
  return {
    list: async () => [...rows.values()].map((row) => ({ ...row })),
    find: async (id) => {
      const row = rows.get(id);
      return row === undefined ? null : { ...row };
    },
    create: async (connection) => insert(connection),
    seed: async (connection) => (seeds.has(connection.seed) ? null : insert(connection)),
    remove: async (id) => rows.delete(id),
    update: async (id, patch) => {
      const row = rows.get(id);
      if (row === undefined) return null;
      const moved = patch.baseUrl !== undefined && patch.baseUrl !== row.baseUrl;
      Object.assign(row, moved ? { apiKey: null } : {}, patch);
      return { ...row };
    },
  };
}
