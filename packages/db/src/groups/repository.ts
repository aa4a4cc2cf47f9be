import { randomUUID } from "node:crypto";
import { type Group, type GroupRepository, ParleyError, storableText } from "@parley/core";
import { z } from "zod";
import { idRow, timestamp } from "../chats/rows.ts";
import { query, queryOne, type Runner, type Store, transact } from "../chats/store.ts";
import { Prisma } from "../generated/client.ts";
import { peopleThere } from "../models/principals.ts";

const groupRow = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    created_at: z.date(),
    member_ids: z.array(z.string()),
  })
  .transform(
    ({ created_at, member_ids, ...row }): Group => ({
      ...row,
      memberIds: member_ids.toSorted(),
      createdAt: created_at.getTime(),
    }),
  );

/** Rows of `groups g` with their members, read in one statement. */
function selectGroups(rest: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT g.*, ARRAY(SELECT m.user_id FROM group_members m WHERE m.group_id = g.id) AS member_ids
    FROM groups g ${rest}`;
}

function find(runner: Runner, id: string): Promise<Group | null> {
  return queryOne(runner, groupRow, selectGroups(Prisma.sql`WHERE g.id = ${id}`));
}

function nameTaken(): ParleyError {
  return new ParleyError("conflict", "There is a group of this name already.");
}

function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === "P2002" || error.message.includes("23505");
}

async function addMembers(runner: Runner, groupId: string, people: Set<string>): Promise<void> {
  await runner.groupMember.createMany({ data: [...people].map((userId) => ({ groupId, userId })) });
}

type NewGroup = Parameters<GroupRepository["create"]>[0];

async function createGroup(store: Store, group: NewGroup): Promise<Group> {
  const created = await transact(store, async (runner) => {
    const people = await peopleThere(runner, group.memberIds);
    const inserted = await queryOne(
      runner,
      idRow,
      Prisma.sql`
        INSERT INTO groups (id, name, description, created_at)
        VALUES (${randomUUID()}, ${storableText(group.name)}, ${storableText(group.description)},
          ${timestamp(store.now())})
        ON CONFLICT (name) DO NOTHING RETURNING id`,
    );
    if (inserted === null) return null;
    await addMembers(runner, inserted.id, people);
    return find(runner, inserted.id);
  });
  if (created === null) throw nameTaken();
  return created;
}

type Update = Parameters<GroupRepository["update"]>;

function updateGroup(store: Store, [id, patch]: Update): Promise<Group | null> {
  const { name, description, memberIds } = patch;
  return transact(store, async (runner) => {
    const people = memberIds === undefined ? null : await peopleThere(runner, memberIds);
    const updated = await queryOne(
      runner,
      idRow,
      Prisma.sql`
        UPDATE groups SET
          name = coalesce(${name === undefined ? null : storableText(name)}::text, name),
          description =
            coalesce(${description === undefined ? null : storableText(description)}::text, description)
        WHERE id = ${id} RETURNING id`,
    );
    if (updated === null) return null;
    if (people !== null) {
      await runner.groupMember.deleteMany({ where: { groupId: id } });
      await addMembers(runner, id, people);
    }
    return find(runner, id);
  });
}

/** Groups in PostgreSQL. */
export function groupRepository(store: Store): GroupRepository {
  return {
    async list() {
      const groups = await query(store.prisma, groupRow, selectGroups(Prisma.empty));
      return groups.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
    create: (group) => createGroup(store, group),
    async update(...call) {
      try {
        return await updateGroup(store, call);
      } catch (error) {
        throw isUniqueViolation(error) ? nameTaken() : error;
      }
    },
    async remove(id) {
      const { count } = await store.prisma.group.deleteMany({ where: { id } });
      return count === 1;
    },
  };
}
