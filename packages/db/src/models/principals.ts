import { distinctGrants, type Grant, storableText } from "@parley/core";
import { idRow } from "../chats/rows.ts";
import { query, type Runner } from "../chats/store.ts";
import { Prisma } from "../generated/client.ts";

/**
 * Those of these people who are there. They stay until the transaction ends: whoever removes one
 * waits. To be called before anything that refers to people is locked, for a removal takes that order.
 */
export async function peopleThere(runner: Runner, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await query(
    runner,
    idRow,
    Prisma.sql`SELECT id FROM users WHERE id = ANY(${ids.map(storableText)}::text[]) ORDER BY id FOR KEY SHARE`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** The same for groups; after people. */
async function groupsThere(runner: Runner, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await query(
    runner,
    idRow,
    Prisma.sql`SELECT id FROM groups WHERE id = ANY(${ids.map(storableText)}::text[]) ORDER BY id FOR KEY SHARE`,
  );
  return new Set(rows.map(({ id }) => id));
}

function idsOf(grants: Grant[], to: "user" | "group"): string[] {
  return grants.flatMap((grant) => (grant.to === to ? [grant.id] : []));
}

export type Principals = { grants: Grant[]; ownerId: string | null };

/** The grants and the owner that can be written: those whose person or group is there. */
export async function principalsThere(runner: Runner, wanted: Principals): Promise<Principals> {
  const grants = distinctGrants(wanted.grants);
  const owner = wanted.ownerId === null ? [] : [wanted.ownerId];
  const people = await peopleThere(runner, [...idsOf(grants, "user"), ...owner]);
  const groups = await groupsThere(runner, idsOf(grants, "group"));
  const isThere = (grant: Grant) =>
    grant.to === "everyone" || (grant.to === "user" ? people : groups).has(grant.id);
  return {
    grants: grants.filter(isThere),
    ownerId: wanted.ownerId !== null && people.has(wanted.ownerId) ? wanted.ownerId : null,
  };
}
