import type { ModelDefinition } from "../models/definition.ts";
import type { ArenaTally, ModelRepository } from "../ports/models.ts";

/** Definitions of models in memory, for tests. Keeps every promise of the port. */
export function memoryModels({ now = Date.now }: { now?: () => number } = {}): ModelRepository {
  const rows = new Map<string, ModelDefinition>();
  return {
    list: async () => structuredClone([...rows.values()]),
    find: async (id) => structuredClone(rows.get(id) ?? null),
    async create(definition, ownerId) {
      if (rows.has(definition.id)) return null;
      const row = { ...structuredClone(definition), ownerId, createdAt: now(), updatedAt: now() };
      rows.set(row.id, row);
      return structuredClone(row);
    },
    async replace(definition) {
      const before = rows.get(definition.id);
      if (before?.kind !== definition.kind) return null;
      const { ownerId, createdAt } = before;
      const row = { ...structuredClone(definition), ownerId, createdAt, updatedAt: now() };
      rows.set(row.id, row);
      return structuredClone(row);
    },
    remove: async (id) => rows.delete(id),
  };
}

/** Picks counted in memory, for tests. */
export function memoryTally(): ArenaTally {
  const counts = new Map<string, Map<string, number>>();
  return {
    counts: async (arenaId) => new Map(counts.get(arenaId)),
    async add(arenaId, modelId) {
      const own = counts.get(arenaId) ?? new Map<string, number>();
      counts.set(arenaId, own.set(modelId, (own.get(modelId) ?? 0) + 1));
    },
  };
}
