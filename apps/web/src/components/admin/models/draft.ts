import { type ArenaRules, arenaRules, type Grant, type JsonObject } from "@parley/core";
import { startersOf } from "#lib/starter-prompts.ts";
import type { RouterInputs } from "#lib/trpc.ts";
import { capabilitiesOf, withCapabilities, withStarters } from "./meta.ts";
import { hasOwnLock, listIn, type ParamsDraft, paramsDraftOf, paramsOf } from "./params.ts";
import { type AccessMode, accessModeOf, grantsOf, type Kind, type ManagedModel } from "./types.ts";

export type NewDefinition = RouterInputs["models"]["create"];

/** A model, a preset or an arena while it is edited; fields of another kind are not looked at. */
export type Draft = {
  kind: Kind;
  id: string;
  /** The id was typed: it no longer follows the name. */
  ownId: boolean;
  name: string;
  description: string;
  base: string;
  system: string;
  params: ParamsDraft;
  /** Keys that a request can't change; `system` among them replaces a request's own. */
  locked: string[];
  /** Locked keys that have no field of their own, separated by commas. */
  furtherLocked: string;
  starters: string[];
  capabilities: string[];
  hidden: boolean;
  enabled: boolean;
  access: AccessMode;
  /** The list for `some`; kept while another mode is chosen. */
  grants: Grant[];
  rules: Omit<ArenaRules, "weights">;
  /** As typed; absent is 1. */
  weights: Record<string, string>;
  /** What is noted and has no field here. */
  meta: JsonObject;
};

export function newDraft(kind: Kind): Draft {
  const { weights: _, ...rules } = arenaRules.parse({});
  return {
    ...{ kind, id: "", ownId: false, name: "", description: "", base: "", system: "" },
    params: paramsDraftOf({}),
    ...{
      locked: [],
      furtherLocked: "",
      starters: [],
      capabilities: [],
      hidden: false,
      enabled: true,
    },
    ...{ access: "default", grants: [], rules, weights: {}, meta: {} },
  };
}

export function draftOf({ info, definition }: ManagedModel): Draft {
  const fresh = { ...newDraft(info.kind), id: info.id, ownId: true };
  if (definition === null) return fresh;
  const { description, enabled, hidden, grants, meta } = definition;
  const common: Draft = {
    ...fresh,
    name: definition.name ?? "",
    description: description ?? "",
    enabled,
    hidden,
    access: accessModeOf(grants),
    grants: accessModeOf(grants) === "some" ? (grants ?? []) : [],
    meta,
    starters: startersOf(meta),
    capabilities: capabilitiesOf(meta),
  };
  if (definition.kind === "arena") {
    const { weights, ...rules } = definition.arena;
    const typed = Object.entries(weights).map(([id, weight]) => [id, String(weight)]);
    return { ...common, rules, weights: Object.fromEntries(typed) };
  }
  return {
    ...common,
    base: definition.kind === "preset" ? definition.baseModelId : "",
    system: definition.system ?? "",
    params: paramsDraftOf(definition.params),
    locked: definition.locked.filter(hasOwnLock),
    furtherLocked: definition.locked.filter((key) => !hasOwnLock(key)).join(", "),
  };
}

/** An id made of a name: `Strict tutor` is `strict-tutor`. */
export function idFromName(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, "-")
    .replace(/^[^a-z0-9]+|-+$/g, "")
    .slice(0, 100);
}

/** The id that a new draft will have. */
export function idOf(draft: Draft): string {
  return draft.ownId ? draft.id.trim() : idFromName(draft.name);
}

/** Rules as far as they can be read: what is no number yet counts as 1. */
export function rulesOf({ rules, weights }: Draft): ArenaRules {
  const members = new Set(rules.modelIds);
  const read = Object.entries(weights).flatMap(([id, text]) => {
    const weight = weightIn(text);
    const isMember = members.has(id) === (rules.filterMode === "include");
    return weight === null || weight === 1 || !isMember ? [] : [[id, weight]];
  });
  return { ...rules, weights: Object.fromEntries(read) };
}

/** Null when it is no weight. */
export function weightIn(text: string): number | null {
  if (text.trim() === "") return 1;
  const weight = Number(text);
  return weight >= 0 && weight <= 1_000 ? weight : null;
}

/** The stored form; only of a draft without problems. */
export function definitionOf(draft: Draft): NewDefinition {
  const { kind, access, grants, hidden, enabled } = draft;
  const common = {
    id: idOf(draft),
    description: draft.description.trim() || null,
    ...{ hidden, enabled },
    grants: grantsOf(access, grants),
    meta: withCapabilities(withStarters(draft.meta, draft.starters), draft.capabilities),
  };
  if (kind === "arena") {
    return { kind, ...common, name: draft.name.trim(), arena: rulesOf(draft) };
  }
  const behaviour = {
    system: draft.system.trim() === "" ? null : draft.system,
    params: paramsOf(draft.params),
    locked: [...new Set([...draft.locked, ...listIn(draft.furtherLocked)])],
  };
  if (kind === "preset") {
    const own = { name: draft.name.trim(), baseModelId: draft.base };
    return { kind, ...common, ...behaviour, ...own };
  }
  return { kind, ...common, ...behaviour, name: draft.name.trim() || null };
}
