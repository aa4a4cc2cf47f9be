import { ParleyError } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";
import type {
  FunctionRepository,
  FunctionStorage,
  FunctionVersion,
  StoredFunction,
} from "../ports/functions.ts";

type Options = { now?: () => number; isThere?: (userId: string) => boolean };

/** Functions in memory, for tests, with what they keep. Keeps every promise of the ports. */
export function memoryFunctions({ now = Date.now, isThere = () => true }: Options = {}): {
  functions: FunctionRepository;
  functionStorage: FunctionStorage;
} {
  const rows = new Map<string, StoredFunction>();
  const versions = new Map<string, FunctionVersion[]>();
  const userValves = new Map<string, JsonObject>();
  const kept = new Map<string, Map<string, Json>>();
  const write = (row: StoredFunction) => {
    rows.set(row.id, structuredClone(row));
    return structuredClone(row);
  };
  const keepVersion = (
    { id, version, source, updatedAt }: StoredFunction,
    savedBy: string | null,
  ) =>
    versions.set(id, [
      { version, source, savedBy, createdAt: updatedAt },
      ...(versions.get(id) ?? []),
    ]);
  const functions: FunctionRepository = {
    list: async () =>
      [...rows.values()]
        .toSorted((one, other) => (one.id < other.id ? -1 : 1))
        .map((row) => structuredClone(row)),
    find: async (id) => structuredClone(rows.get(id) ?? null),
    async create(fn, savedBy) {
      if (rows.has(fn.id)) return null;
      const time = now();
      const row = write({ ...fn, version: 1, createdAt: time, updatedAt: time });
      keepVersion(row, savedBy);
      return row;
    },
    async save(id, next, savedBy) {
      const before = rows.get(id);
      if (before === undefined) return null;
      const isNew = before.source !== next.source;
      const version = before.version + (isNew ? 1 : 0);
      const row = write({ ...before, ...next, version, updatedAt: now() });
      if (isNew) keepVersion(row, savedBy);
      return row;
    },
    async change(id, patch) {
      const before = rows.get(id);
      return before === undefined ? null : write({ ...before, ...patch, updatedAt: now() });
    },
    async changeValves(id, edit) {
      const before = rows.get(id);
      if (before === undefined) return null;
      return write({ ...before, valves: edit(structuredClone(before)), updatedAt: now() });
    },
    async remove(id) {
      versions.delete(id);
      kept.delete(id);
      for (const key of userValves.keys()) {
        if (key.startsWith(`${id} `)) userValves.delete(key);
      }
      return rows.delete(id);
    },
    versions: async (id) => structuredClone(versions.get(id) ?? []),
    userValves: async (id, userId) => structuredClone(userValves.get(`${id} ${userId}`) ?? {}),
    async changeUserValves(id, userId, edit) {
      const after = edit(structuredClone(userValves.get(`${id} ${userId}`) ?? {}));
      if (rows.has(id) && isThere(userId)) userValves.set(`${id} ${userId}`, after);
      return structuredClone(after);
    },
    async setUserValves(id, userId, valves) {
      if (rows.has(id) && isThere(userId)) {
        userValves.set(`${id} ${userId}`, structuredClone(valves));
      }
    },
  };
  const own = (id: string) => {
    if (!rows.has(id)) {
      throw new ParleyError("invalid_request", "Only a function that is saved can keep something.");
    }
    const found = kept.get(id) ?? new Map<string, Json>();
    kept.set(id, found);
    return found;
  };
  const functionStorage: FunctionStorage = {
    get: async (id, key) => structuredClone(kept.get(id)?.get(key)),
    set: async (id, key, value) => void own(id).set(key, structuredClone(value)),
    delete: async (id, key) => void kept.get(id)?.delete(key),
    keys: async (id, prefix) =>
      [...(kept.get(id)?.keys() ?? [])].filter((key) => key.startsWith(prefix)).toSorted(byCode),
    async size(id) {
      const values = [...(kept.get(id)?.values() ?? [])];
      const bytes = values.reduce<number>((sum, value) => sum + JSON.stringify(value).length, 0);
      return { keys: values.length, bytes };
    },
    async add(id, key, amount) {
      const before = own(id).get(key) ?? 0;
      if (typeof before !== "number") {
        throw new ParleyError("invalid_request", `What is kept under "${key}" is no number.`);
      }
      own(id).set(key, before + amount);
      return before + amount;
    },
  };
  return { functions, functionStorage };
}

function byCode(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
