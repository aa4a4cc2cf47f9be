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
  const read = (row: Group): Group => ({ ...row, memberIds: present(row.memberIds) });
  const refuseTaken = (name: string, id: string | null) => {
    const taken = [...rows.values()].some((row) => row.name === name && row.id !== id);
    if (taken) throw new ParleyError("conflict", "There is a group of this name already.");
  };
  return {
    list: async () => [...rows.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(read),
    async create({ name, description, memberIds }) {
      refuseTaken(name, null);
      made += 1;
      const id = `group-${made}`;
      const row = { id, name, description, memberIds: present(memberIds), createdAt: now() };
      rows.set(id, row);
      return read(row);
    },
    async update(id, patch) {
      const row = rows.get(id);
      if (row === undefined) return null;
      const { name = row.name, description = row.description, memberIds = row.memberIds } = patch;
      refuseTaken(name, id);
      const after = { ...row, name, description, memberIds: present(memberIds) };
      rows.set(id, after);
      return read(after);
    },
    remove: async (id) => rows.delete(id),
  };
}
