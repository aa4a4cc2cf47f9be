import type { Principal } from "../identity.ts";
import type { Settings } from "../ports/settings.ts";
import type { ModelDefinition, Permission } from "./definition.ts";

/** Somebody who may or may not use a model, with the groups they are in. */
export type Subject = { userId: string; admin: boolean; groupIds: ReadonlySet<string> };

/** Why somebody may, or may not, do something with a model. */
export type AccessReason =
  | { allowed: true; because: "admin" | "owner" | "user" | "everyone" | "setting" }
  | { allowed: true; because: "group"; groupId: string }
  | { allowed: false; because: "no-grant" | "setting" };

export function subjectOf(
  principal: Pick<Principal, "userId" | "role">,
  groupIds: ReadonlySet<string>,
): Subject {
  return { userId: principal.userId, admin: principal.role === "admin", groupIds };
}

/**
 * May `subject` use (`read`) or change (`write`) a model? Admins may do everything, owners everything
 * with what is theirs. A model about which nothing is decided is as open as the setting says, to read.
 */
export function accessTo(
  definition: Pick<ModelDefinition, "ownerId" | "grants"> | null,
  subject: Subject,
  options: { permission: Permission; modelAccess: Settings["modelAccess"] },
): AccessReason {
  if (subject.admin) return { allowed: true, because: "admin" };
  if (definition?.ownerId === subject.userId) return { allowed: true, because: "owner" };
  const grants = definition?.grants ?? null;
  const { permission, modelAccess } = options;
  if (grants === null) {
    const open = permission === "read" && modelAccess === "everyone";
    return { allowed: open, because: "setting" };
  }
  const enough = grants.filter((grant) => permission === "read" || grant.permission === "write");
  if (enough.some((grant) => grant.to === "user" && grant.id === subject.userId)) {
    return { allowed: true, because: "user" };
  }
  for (const grant of enough) {
    if (grant.to === "group" && subject.groupIds.has(grant.id)) {
      return { allowed: true, because: "group", groupId: grant.id };
    }
  }
  if (enough.some((grant) => grant.to === "everyone"))
    return { allowed: true, because: "everyone" };
  return { allowed: false, because: "no-grant" };
}
