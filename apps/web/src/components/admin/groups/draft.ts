import type { RouterOutputs } from "#lib/trpc.ts";

export type Group = RouterOutputs["groups"]["list"][number];

/** A group while it is edited. */
export type Draft = { name: string; description: string; memberIds: readonly string[] };

export const newDraft: Draft = { name: "", description: "", memberIds: [] };

export type DraftField = "name" | "description" | "members";

export function changedFields(draft: Draft, group: Group): DraftField[] {
  const changed: DraftField[] = [];
  if (draft.name.trim() !== group.name) changed.push("name");
  if (draft.description.trim() !== group.description) changed.push("description");
  const [now, before] = [new Set(draft.memberIds), new Set(group.memberIds)];
  if (now.symmetricDifference(before).size > 0) changed.push("members");
  return changed;
}

/** Only what changed, so that two admins who edit different fields both win. */
export function patchOf(draft: Draft, group: Group): Partial<Draft> & { memberIds?: string[] } {
  const changed = new Set(changedFields(draft, group));
  return {
    ...(changed.has("name") ? { name: draft.name.trim() } : {}),
    ...(changed.has("description") ? { description: draft.description.trim() } : {}),
    ...(changed.has("members") ? { memberIds: [...draft.memberIds] } : {}),
  };
}
