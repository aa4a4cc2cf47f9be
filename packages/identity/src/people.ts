import { notFound, type People, type UserRole, userRole } from "@parley/core";
import type { AccessChanges } from "./access-changes.ts";
import { type AdminStore, requireAnotherAdmin, withAdminLock } from "./admins.ts";
import type { KeyCache } from "./key-cache.ts";

const rank = { pending: 0, user: 1, admin: 2 } as const satisfies Record<UserRole, number>;

/** An unknown or missing role is no role. */
export const storedRole = userRole.catch("pending");

export type PeopleOptions = { store: AdminStore; cache: KeyCache; changes: AccessChanges };

export function people({ store, cache, changes }: PeopleOptions): People {
  const { prisma } = store;
  return {
    async list() {
      const rows = await prisma.user.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        email: row.email,
        role: storedRole.parse(row.role),
        createdAt: row.createdAt.getTime(),
        lastSeenAt: row.lastSeenAt?.getTime() ?? null,
      }));
    },

    async find(userId) {
      const row = await prisma.user.findUnique({
        where: { id: userId },
        select: { id: true, name: true, email: true, role: true },
      });
      return row === null ? null : { ...row, role: storedRole.parse(row.role) };
    },

    async setRole(userId, role) {
      const before = await withAdminLock(store, async (tx) => {
        const person = await tx.user.findUnique({ where: { id: userId }, select: { role: true } });
        if (person === null) throw notFound("person");
        const current = storedRole.parse(person.role);
        if (current === "admin" && role !== "admin") await requireAnotherAdmin(tx, userId);
        await tx.user.update({ where: { id: userId }, data: { role } });
        if (rank[role] < rank[current]) await tx.session.deleteMany({ where: { userId } });
        return current;
      });
      cache.dropUser(userId);
      if (rank[role] < rank[before]) changes.tell(userId, "demoted");
      if (rank[role] > rank[before]) changes.tell(userId, "promoted");
    },

    async remove(userId) {
      await withAdminLock(store, async (tx) => {
        const person = await tx.user.findUnique({ where: { id: userId }, select: { role: true } });
        if (person === null) throw notFound("person");
        if (storedRole.parse(person.role) === "admin") await requireAnotherAdmin(tx, userId);
        await tx.user.delete({ where: { id: userId } });
      });
      cache.dropUser(userId);
      changes.tell(userId, "removed");
    },
  };
}
