import { z } from "zod";
import { notFound } from "../errors.ts";
import { json, jsonObject } from "../json.ts";
import { accessTo, type Subject } from "./access.ts";
import {
  type ArenaDefinition,
  type ArenaRules,
  arenaRules,
  type ModelDefinition,
  modelDefinition,
  modelId,
  type PresetDefinition,
} from "./definition.ts";
import { accessIn, type Catalogue, isOpen } from "./eligibility.ts";
import type { ModelInfo } from "./entries.ts";

const [, preset, arena] = modelDefinition.options;
const rules = arenaRules.shape;

/** All other notes, such as filters and actions, are an admin's: neither shown nor changed. */
const notes = z.strictObject({
  suggestion_prompts: z.array(json).max(100).exactOptional(),
  capabilities: jsonObject.exactOptional(),
});

const common = {
  id: modelId,
  description: preset.shape.description.unwrap().exactOptional(),
  meta: notes.exactOptional(),
};

/**
 * What somebody who may change a model, and is no admin, can change of it; what is not named stays.
 * Its grants, and whether it is on and shown, are an admin's.
 */
export const modelChange = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: preset.shape.kind,
    ...common,
    name: preset.shape.name.exactOptional(),
    system: preset.shape.system.unwrap().exactOptional(),
    params: preset.shape.params.unwrap().exactOptional(),
    locked: preset.shape.locked.unwrap().exactOptional(),
    baseModelId: preset.shape.baseModelId.exactOptional(),
  }),
  z.strictObject({
    kind: arena.shape.kind,
    ...common,
    name: arena.shape.name.exactOptional(),
    arena: z
      .strictObject({
        filterMode: rules.filterMode.unwrap().exactOptional(),
        modelIds: rules.modelIds.unwrap().exactOptional(),
        strategy: rules.strategy.unwrap().exactOptional(),
        weights: rules.weights.unwrap().exactOptional(),
        nested: rules.nested.unwrap().exactOptional(),
        reveal: rules.reveal.unwrap().exactOptional(),
      })
      .exactOptional(),
  }),
]);
export type ModelChange = z.infer<typeof modelChange>;

type Changeable = PresetDefinition | ArenaDefinition;
type AdminsOnly = "grants" | "ownerId";

/** A definition as somebody sees it who may change it. */
export type ChangeableDefinition =
  | Omit<PresetDefinition, AdminsOnly>
  | Omit<ArenaDefinition, AdminsOnly>;
export type ChangeableModel = { info: ModelInfo; definition: ChangeableDefinition };

/** All models, as they are for one person. */
export type Seen = { catalogue: Catalogue; subject: Subject };

/** Presets and arenas can be changed by others than admins. */
export function mayChange(seen: Seen, definition: ModelDefinition): definition is Changeable {
  if (definition.kind === "upstream") return false;
  const { modelAccess } = seen.catalogue;
  return accessTo(definition, seen.subject, { permission: "write", modelAccess }).allowed;
}

export function changeableDefinition(definition: Changeable): ChangeableDefinition {
  const { grants: _grants, ownerId: _ownerId, ...shown } = definition;
  return { ...shown, meta: notesIn(definition) };
}

function notesIn({ meta }: Changeable): Changeable["meta"] {
  const shown = Object.keys(notes.shape);
  return Object.fromEntries(Object.entries(meta).filter(([key]) => shown.includes(key)));
}

/**
 * The definition with the change. Throws `not_found` when it is not theirs to change, is of another
 * kind, or would come to stand on what they may not use.
 */
export function changedBy(seen: Seen, before: ModelDefinition, change: ModelChange): Changeable {
  if (!mayChange(seen, before)) throw notFound("model");
  const meta = { ...before.meta, ...change.meta };
  if (before.kind === "preset" && change.kind === "preset") {
    const after = { ...before, ...change, meta };
    if (after.baseModelId !== before.baseModelId) refuseForeignBase(seen, after.baseModelId);
    return after;
  }
  if (before.kind === "arena" && change.kind === "arena") {
    const after = { ...before, ...change, meta, arena: { ...before.arena, ...change.arena } };
    refuseForeignMembers(seen, { before: before.arena, after: after.arena });
    return after;
  }
  throw notFound("model");
}

/** As when it is used: not there, not theirs and switched off are one answer. Admins may plan ahead. */
function refuseForeignBase({ catalogue, subject }: Seen, id: string): void {
  const base = catalogue.entries.get(id);
  if (subject.admin || (base !== undefined && isOpen(catalogue, base, subject))) return;
  throw notFound("base model");
}

/** Whoever is no admin can neither name nor let in what they may not use; what was there may stay. */
function refuseForeignMembers(
  { catalogue, subject }: Seen,
  { before, after }: { before: ArenaRules; after: ArenaRules },
): void {
  if (subject.admin) return;
  const { entries } = catalogue;
  const added = (now: string[], then: string[]) => {
    const were = new Set(then);
    return now.filter((id) => !were.has(id)).map((id) => entries.get(id));
  };
  const named = added(after.modelIds, before.modelIds);
  const letIn = added(membersOf(catalogue, after), membersOf(catalogue, before));
  const isTheirs =
    named.every((entry) => entry !== undefined && isOpen(catalogue, entry, subject)) &&
    letIn.every((entry) => entry !== undefined && accessIn(catalogue, entry, subject).allowed);
  if (!isTheirs) throw notFound("member");
}

/** Ids of those among whom an arena chooses, for whomever. */
function membersOf(
  { entries }: Catalogue,
  { filterMode, modelIds, nested }: Pick<ArenaRules, "filterMode" | "modelIds" | "nested">,
): string[] {
  if (filterMode === "include") {
    return modelIds.filter((id) => nested || entries.get(id)?.kind !== "arena");
  }
  const named = new Set(modelIds);
  return [...entries.values()]
    .filter((entry) => entry.kind !== "arena" && entry.definition?.hidden !== true)
    .flatMap(({ id }) => (named.has(id) ? [] : [id]));
}
