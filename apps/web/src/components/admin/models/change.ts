import {
  type JsonObject,
  jsonObject,
  type ModelChange,
  type ModelInfo,
  modelChange,
} from "@parley/core";
import { type Draft, definitionOf, draftOf, type NewDefinition } from "./draft.ts";
import { canonical } from "./draft-checks.ts";
import type { ManagedModel, OwnModel } from "./types.ts";

/** For lists and forms that were made for admins; whom it is opened to is not known, and not asked. */
export function asManaged({ info, definition }: OwnModel): ManagedModel {
  return { info, definition: { ...definition, grants: null, ownerId: null }, connections: [] };
}

/** A model that can be used, and no more: to stand on, or to choose among. */
export function asUsable(info: ModelInfo): ManagedModel {
  return { info, definition: null, connections: [] };
}

/** What was changed since the draft began, and nothing else: others may change the rest meanwhile. */
export function changeOf(draft: Draft, from: ManagedModel): ModelChange {
  const [now, before] = [definitionOf(draft), definitionOf(draftOf(from))];
  const change: Record<string, unknown> = { ...differing(now, before), kind: now.kind, id: now.id };
  if (change.meta !== undefined) change.meta = differing(notesOf(now), notesOf(before));
  if (now.kind === "arena" && before.kind === "arena" && change.arena !== undefined) {
    change.arena = differing(now.arena, before.arena);
  }
  return modelChange.parse(change);
}

/** With a list of starter prompts also where none is noted: taking out the last one is a change. */
function notesOf({ meta }: NewDefinition): JsonObject {
  return { suggestion_prompts: [], ...jsonObject.parse(meta ?? {}) };
}

function differing(now: object, before: object): Record<string, unknown> {
  const then = new Map<string, unknown>(Object.entries(before));
  const changed = ([key, value]: [string, unknown]) =>
    canonical(value) !== canonical(then.get(key));
  return Object.fromEntries(Object.entries(now).filter(changed));
}
