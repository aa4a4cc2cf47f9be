import type { Grant, ModelDefinition } from "../models/definition.ts";
import { type ArenaTally, distinctGrants, type ModelRepository } from "../ports/models.ts";

type Principal = Exclude<Grant, { to: "everyone" }>["to"];

/**
 * Definitions of models in memory, for tests. Keeps every promise of the port; unless `isThere` says
 * otherwise, every person and every group is there.
 */
export function memoryModels({
  now = Date.now,
  isThere = () => true,
}: {
  now?: () => number;
  isThere?: (principal: Principal, id: string) => boolean;
} = {}): ModelRepository {
  const rows = new Map<string, ModelDefinition>();
  const present = <T extends Pick<ModelDefinition, "grants">>(row: T): T => {
    const grants = distinctGrants(row.grants ?? []).filter(
      (grant) => grant.to === "everyone" || isThere(grant.to, grant.id),
    );
    return structuredClone({ ...row, grants: row.grants === null ? null : grants });
  };
  const read = (row: ModelDefinition): ModelDefinition => {
    const owned = row.ownerId !== null && isThere("user", row.ownerId);
    return { ...present(row), ownerId: owned ? row.ownerId : null };
  };
  const write = (row: ModelDefinition): ModelDefinition => {
    const kept = read(row);
    rows.set(row.id, kept);
    return structuredClone(kept);
  };
  return {
    list: async () =>
      [...rows.values()]
        .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
        .map(read),
    async find(id) {
      const row = rows.get(id);
      return row === undefined ? null : read(row);
    },
    async create(definition, ownerId) {
      if (rows.has(definition.id)) return null;
      const time = now();
      return write({ ...definition, ownerId, createdAt: time, updatedAt: time });
    },
    async replace(definition) {
      const before = rows.get(definition.id);
      if (before?.kind !== definition.kind) return null;
      const { ownerId, createdAt } = before;
      return write({ ...definition, ownerId, createdAt, updatedAt: now() });
    },
    async change(id, edit) {
      const row = rows.get(id);
      if (row === undefined) return null;
      const before = read(row);
      const after = edit(structuredClone(before));
      if (after.kind !== before.kind) return null;
      const { grants, ownerId, createdAt } = before;
      return write({ ...after, id, grants, ownerId, createdAt, updatedAt: now() });
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
