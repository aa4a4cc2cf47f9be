import { ParleyError } from "../errors.ts";
import type { Group, GroupRepository } from "../ports/groups.ts";

/** Groups in memory, for tests. Keeps every promise of the port; everybody in `people` is there. */
export function memoryGroups({
  people,
  now = Date.now,
}: {
  people: readonly string[];
  now?: () => number;
}): GroupRepository {
  const rows = new Map<string, Group>();
  let made = 0;
  const present = (ids: string[]) =>
    [...new Set(ids)].filter((id) => people.includes(id)).toSorted();
  const refuseTaken = (name: string, id: string | null) => {
    const taken = [...rows.values()].some((row) => row.name === name && row.id !== id);
    if (taken) throw new ParleyError("conflict", "There is a group of this name already.");
  };
  return {
    list: async () =>
      structuredClone([...rows.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))),
    async create({ name, description, memberIds }) {
      refuseTaken(name, null);
      made += 1;
      const id = `group-${made}`;
      const row = { id, name, description, memberIds: present(memberIds), createdAt: now() };
      rows.set(id, row);
      return structuredClone(row);
    },
    async update(id, patch) {
      const row = rows.get(id);
      if (row === undefined) return null;
      if (patch.name !== undefined) refuseTaken(patch.name, id);
      const memberIds = patch.memberIds === undefined ? row.memberIds : present(patch.memberIds);
      Object.assign(row, patch, { memberIds });
      return structuredClone(row);
    },
    remove: async (id) => rows.delete(id),
  };
}
