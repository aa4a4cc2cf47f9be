import type { Settings } from "../ports/settings.ts";
import { type AccessReason, accessTo, type Subject } from "./access.ts";
import { type Member, weightOf } from "./arena.ts";
import type { ArenaRules } from "./definition.ts";
import {
  chainOf,
  isTrouble,
  type ModelEntry,
  type PresetEntry,
  type Trouble,
  troubleOf,
  type UpstreamEntry,
} from "./entries.ts";

/** All models, and how open those are about which nothing is decided. */
export type Catalogue = {
  entries: ReadonlyMap<string, ModelEntry>;
  modelAccess: Settings["modelAccess"];
};

/** What somebody may do with a model. */
export type ModelAccess = AccessReason & {
  /** Of a preset: the model below that is closed to them. */
  closedBase?: string;
};

/** May `subject` use a model? A preset is open only if all that it stands on is. */
export function accessIn(catalogue: Catalogue, entry: ModelEntry, subject: Subject): ModelAccess {
  const { modelAccess, entries } = catalogue;
  const ask = (one: ModelEntry) =>
    accessTo(one.definition, subject, { permission: "read", modelAccess });
  const own = ask(entry);
  if (!own.allowed || entry.kind !== "preset") return own;
  const chain = chainOf(entry, entries);
  if (isTrouble(chain)) return own;
  const closed = [...chain.presets, chain.base].find((one) => !ask(one).allowed);
  if (closed === undefined) return own;
  return { allowed: false, because: "no-grant", closedBase: closed.id };
}

/** Switched on, and theirs. */
export function isOpen(catalogue: Catalogue, entry: ModelEntry, subject: Subject): boolean {
  return entry.definition?.enabled !== false && accessIn(catalogue, entry, subject).allowed;
}

/** Why a model can't answer right now; null when it can. */
export function troubleIn(
  { entries }: Catalogue,
  entry: UpstreamEntry | PresetEntry,
): Trouble | null {
  const chain = chainOf(entry, entries);
  return isTrouble(chain) ? chain : troubleOf(entry, chain);
}

/** For whom, and on the way through which arenas, members are looked at. */
export type Asking = { subject: Subject; path: ReadonlySet<string> };

/** The members of an arena: those that can be chosen, and why the others can't. */
export function membersIn(catalogue: Catalogue, rules: ArenaRules, asking: Asking): Member[] {
  const named = new Set(rules.modelIds);
  if (rules.filterMode === "include") {
    return [...named].map((modelId) => memberIn(catalogue, modelId, { ...asking, rules }));
  }
  return [...catalogue.entries.values()]
    .filter((entry) => entry.kind !== "arena" && entry.definition?.hidden !== true)
    .map(({ id }) =>
      named.has(id)
        ? { modelId: id, passedOver: "excluded" }
        : memberIn(catalogue, id, { ...asking, rules }),
    );
}

function memberIn(
  catalogue: Catalogue,
  modelId: string,
  { rules, subject, path }: Asking & { rules: ArenaRules },
): Member {
  const entry = catalogue.entries.get(modelId);
  if (entry === undefined) return { modelId, passedOver: "missing" };
  if (entry.kind === "arena" && (!rules.nested || path.has(modelId))) {
    return { modelId, passedOver: "arena" };
  }
  if (!accessIn(catalogue, entry, subject).allowed) return { modelId, passedOver: "not-allowed" };
  if (entry.definition?.enabled === false) return { modelId, passedOver: "unavailable" };
  if (rules.strategy === "weighted" && weightOf(rules, modelId) === 0) {
    return { modelId, passedOver: "weight-zero" };
  }
  if (entry.kind !== "arena") {
    return { modelId, passedOver: troubleIn(catalogue, entry) === null ? null : "unavailable" };
  }
  const inner = membersIn(catalogue, entry.definition.arena, {
    subject,
    path: new Set([...path, modelId]),
  });
  const empty = inner.every((member) => member.passedOver !== null);
  return { modelId, passedOver: empty ? "empty-arena" : null };
}
