import { ParleyError } from "../errors.ts";
import { demonstrationIds } from "../functions/demonstrations.ts";
import type { JsonObject } from "../json.ts";
import type { ConnectionKind } from "../ports/connections.ts";
import type {
  ArenaDefinition,
  ModelDefinition,
  NewModelDefinition,
  PresetDefinition,
  UpstreamDefinition,
} from "./definition.ts";
import type { Offer, UpstreamOffers } from "./offers.ts";

/** A model as people see it. */
export type ModelInfo = {
  id: string;
  kind: ModelDefinition["kind"];
  name: string;
  description: string | null;
  /** What answers in the end; a preset has its base's. */
  ownedBy: ConnectionKind | "arena";
  /** The connection that offers it (of several the first); null for presets and arenas. */
  connectionId: string | null;
  connectionName: string | null;
  /** Of a preset: the model that it stands on. */
  baseModelId: string | null;
  demo: boolean;
  /** Usable, but not for the picker. */
  hidden: boolean;
  available: boolean;
  /** Why it is not available, as a sentence. */
  reason: string | null;
  /** Capabilities, starter prompts and whatever else an admin noted. */
  meta: JsonObject;
};

export type UpstreamEntry = {
  kind: "upstream";
  id: string;
  name: string;
  definition: UpstreamDefinition | null;
  offers: readonly [Offer, ...Offer[]];
};
export type PresetEntry = {
  kind: "preset";
  id: string;
  name: string;
  definition: PresetDefinition;
};
export type ArenaEntry = { kind: "arena"; id: string; name: string; definition: ArenaDefinition };
export type ModelEntry = UpstreamEntry | PresetEntry | ArenaEntry;

/** All models there are by id: what is defined under an id wins over what an upstream offers. */
export function entriesOf(
  offered: readonly UpstreamOffers[],
  definitions: readonly ModelDefinition[],
): Map<string, ModelEntry> {
  const entries = new Map<string, ModelEntry>();
  const decided = new Map<string, UpstreamDefinition>();
  for (const definition of definitions) {
    if (definition.kind === "upstream") decided.set(definition.id, definition);
  }
  for (const { id, offers } of offered) {
    const definition = decided.get(id) ?? null;
    const name = definition?.name ?? offers[0].model.name;
    entries.set(id, { kind: "upstream", id, name, definition, offers });
  }
  for (const definition of definitions) {
    const { id } = definition;
    if (definition.kind === "preset") {
      entries.set(id, { kind: "preset", id, name: definition.name, definition });
    } else if (definition.kind === "arena") {
      entries.set(id, { kind: "arena", id, name: definition.name, definition });
    }
  }
  return entries;
}

/** A model and what it stands on: presets first, the upstream's model last. */
export type Chain = { presets: PresetEntry[]; base: UpstreamEntry };

/** What keeps a model from being used, in a sentence for people who may use it. */
export type Trouble = { kind: "missing" | "circle" | "off" | "unavailable"; sentence: string };

/** Follows a preset down to the model that an upstream offers. */
export function chainOf(
  entry: UpstreamEntry | PresetEntry,
  entries: ReadonlyMap<string, ModelEntry>,
): Chain | Trouble {
  const presets: PresetEntry[] = [];
  let current: ModelEntry = entry;
  while (current.kind === "preset") {
    if (presets.includes(current)) {
      const sentence = `${entry.name} stands on itself. An admin can choose another base model.`;
      return { kind: "circle", sentence };
    }
    presets.push(current);
    const base = entries.get(current.definition.baseModelId);
    if (base === undefined || base.kind === "arena") {
      const sentence = `The model that ${current.name} stands on is gone. An admin can choose another one.`;
      return { kind: "missing", sentence };
    }
    current = base;
  }
  return { presets, base: current };
}

export function isTrouble(found: Chain | Trouble): found is Trouble {
  return "sentence" in found;
}

/** Why a chain can't answer right now; null when it can. */
export function troubleOf(entry: ModelEntry, { presets, base }: Chain): Trouble | null {
  const off = [...presets, base].find(({ definition }) => definition?.enabled === false);
  if (off !== undefined) {
    return { kind: "off", sentence: `${off.name} is switched off by an admin.` };
  }
  if (base.offers.some((offer) => offer.available)) return null;
  const reason = base.offers[0].reason ?? "its connection does not answer.";
  return { kind: "unavailable", sentence: `${entry.name} is unavailable: ${reason}` };
}

/** What people see of an entry; `trouble` is what keeps it from being used. */
export function infoOf(
  entry: ModelEntry,
  base: UpstreamEntry | null,
  trouble: Trouble | null,
): ModelInfo {
  const first = base?.offers[0] ?? null;
  const own = entry.kind === "upstream" ? first : null;
  return {
    id: entry.id,
    kind: entry.kind,
    name: entry.name,
    description: entry.definition?.description ?? own?.model.description ?? null,
    ownedBy: entry.kind === "arena" ? "arena" : (first?.connection.kind ?? "openai"),
    connectionId: own?.connection.id ?? null,
    connectionName: own?.connection.name ?? null,
    baseModelId: entry.kind === "preset" ? entry.definition.baseModelId : null,
    demo: own?.connection.kind === "function" && demonstrationIds.includes(own.model.id),
    hidden: entry.definition?.hidden ?? false,
    available: trouble === null,
    reason: trouble?.sentence ?? null,
    meta: entry.definition?.meta ?? {},
  };
}

/** A model as an admin sees it: what is offered, and what was decided about it. */
export type ManagedModel = {
  info: ModelInfo;
  /** Null: nothing is decided about this upstream's model. */
  definition: ModelDefinition | null;
  /** Names of the connections that serve it. */
  connections: string[];
};

/** A decision about a model that no connection offers now. */
export function managedGone(definition: ModelDefinition): ManagedModel {
  const { id, kind, description, hidden, meta } = definition;
  const info: ModelInfo = {
    ...{ id, kind, description, hidden, meta },
    name: definition.name ?? id,
    ownedBy: "openai",
    connectionId: null,
    connectionName: null,
    baseModelId: null,
    demo: false,
    available: false,
    reason: "No connection offers it right now.",
  };
  return { info, definition, connections: [] };
}

/** Throws when a preset would stand on itself or on an arena. */
export function refuseBadBase(
  definition: NewModelDefinition,
  entries: ReadonlyMap<string, ModelEntry>,
): void {
  if (definition.kind !== "preset") return;
  const refuse = (message: string) =>
    new ParleyError("invalid_request", message, { param: "baseModelId" });
  const seen = new Set([definition.id]);
  let baseId: string | null = definition.baseModelId;
  while (baseId !== null) {
    if (seen.has(baseId)) throw refuse("A preset can't stand on itself.");
    seen.add(baseId);
    const base: ModelEntry | undefined = entries.get(baseId);
    if (base?.kind === "arena") throw refuse("A preset can't stand on an arena.");
    baseId = base?.kind === "preset" ? base.definition.baseModelId : null;
  }
}
