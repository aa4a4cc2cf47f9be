import { type JsonObject, modelId } from "@parley/core";
import { type Draft, definitionOf, draftOf, idOf, type NewDefinition, weightIn } from "./draft.ts";
import { type ParamProblem, paramProblems } from "./params.ts";
import type { ManagedModel } from "./types.ts";

/** Parts of the form, as they are called where something is not saved. */
export type DraftField =
  | "name"
  | "id"
  | "base"
  | "description"
  | "visibility"
  | "system"
  | "params"
  | "locked"
  | "notes"
  | "members"
  | "strategy"
  | "reveal"
  | "access";

const fieldOf: Record<string, DraftField> = {
  id: "id",
  name: "name",
  description: "description",
  enabled: "visibility",
  hidden: "visibility",
  grants: "access",
  meta: "notes",
  system: "system",
  params: "params",
  locked: "locked",
  baseModelId: "base",
  filterMode: "members",
  modelIds: "members",
  nested: "members",
  strategy: "strategy",
  weights: "strategy",
  reveal: "reveal",
};

/** What differs from what is stored, in the order of the form. */
export function changedFields(draft: Draft, stored: ManagedModel): DraftField[] {
  const [now, before] = [flat(definitionOf(draft)), flat(definitionOf(draftOf(stored)))];
  const changed = Object.keys(fieldOf).filter(
    (key) => canonical(now[key]) !== canonical(before[key]),
  );
  // Text that can't be read yet is a change too, though nothing could be saved of it.
  if (canonical(draft.params) !== canonical(draftOf(stored).params)) changed.push("params");
  return [...new Set(changed.flatMap((key) => fieldOf[key] ?? []))];
}

function flat(definition: NewDefinition): Record<string, unknown> {
  return definition.kind === "arena" ? { ...definition, ...definition.arena } : definition;
}

/** The same text for values that hold the same, in whatever order their keys stand. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).toSorted(byKey)) : inner,
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function byKey([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1;
}

export type DraftProblem =
  | ParamProblem
  | "missingName"
  | "missingId"
  | "badId"
  | "missingBase"
  | "noGrants"
  | "noMembers"
  | "badWeight";

/** What has to be put right before it can be saved, by place; the server checks the same again. */
export type DraftProblems = {
  name?: DraftProblem;
  id?: DraftProblem;
  base?: DraftProblem;
  access?: DraftProblem;
  members?: DraftProblem;
  params?: ReturnType<typeof paramProblems>;
  /** Ids of the members whose weight is none. */
  weights?: string[];
};

export function draftProblems(draft: Draft): DraftProblems {
  const problems: DraftProblems = {};
  const { kind } = draft;
  if (kind !== "upstream") {
    if (draft.name.trim() === "") problems.name = "missingName";
    if (idOf(draft) === "") problems.id = "missingId";
    else if (!modelId.safeParse(idOf(draft)).success) problems.id = "badId";
  }
  if (kind === "preset" && draft.base === "") problems.base = "missingBase";
  if (draft.access === "some" && draft.grants.length === 0) problems.access = "noGrants";
  if (kind === "arena") {
    const { filterMode, modelIds, strategy } = draft.rules;
    if (filterMode === "include" && modelIds.length === 0) problems.members = "noMembers";
    const wrong = Object.keys(draft.weights).filter(
      (id) => weightIn(draft.weights[id] ?? "") === null,
    );
    if (strategy === "weighted" && wrong.length > 0) problems.weights = wrong;
    return problems;
  }
  const params = paramProblems(draft.params);
  if (Object.keys(params).length > 0) problems.params = params;
  return problems;
}
