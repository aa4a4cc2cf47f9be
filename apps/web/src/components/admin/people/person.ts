import type { UserRole } from "@parley/core";
import type { RouterOutputs } from "#lib/trpc.ts";

export type Person = RouterOutputs["people"]["list"][number];

/** The roles an admin gives; `pending` only comes from signing up. */
export const givenRoles = ["user", "admin"] as const satisfies readonly UserRole[];
export type GivenRole = (typeof givenRoles)[number];

/** People whose name or address contains the words, whatever the case. */
export function matching(people: readonly Person[], search: string): Person[] {
  const words = search.trim().toLowerCase();
  if (words === "") return [...people];
  return people.filter(({ name, email }) => `${name}\n${email}`.toLowerCase().includes(words));
}
