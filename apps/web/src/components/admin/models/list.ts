import type { Grant, Settings } from "@parley/core";
import type { StatusTone } from "#components/ui/status.tsx";
import type { Kind, ManagedModel } from "./types.ts";

export type KindFilter = Kind | "all";

const order: Kind[] = ["arena", "preset", "upstream"];

/** What an admin made comes first, by name; then what connections offer, as they list it. */
export function sorted(models: readonly ManagedModel[]): ManagedModel[] {
  const rank = ({ info }: ManagedModel) => order.indexOf(info.kind);
  return models.toSorted((one, other) => {
    if (rank(one) !== rank(other)) return rank(one) - rank(other);
    return one.info.kind === "upstream" ? 0 : one.info.name.localeCompare(other.info.name);
  });
}

/** Those of a kind whose name, id or connection has the words. */
export function matching(
  models: readonly ManagedModel[],
  search: string,
  kind: KindFilter,
): ManagedModel[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter(({ info, connections }) => {
    if (kind !== "all" && info.kind !== kind) return false;
    const text = [info.name, info.id, info.baseModelId, ...connections].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export type ModelState = { tone: StatusTone; word: "ok" | "off" | "unavailable" | "gone" };

export function stateOf({ info, definition, connections }: ManagedModel): ModelState {
  if (definition?.enabled === false) return { tone: "off", word: "off" };
  if (info.available) return { tone: "good", word: "ok" };
  if (info.kind === "upstream" && connections.length === 0) return { tone: "off", word: "gone" };
  return { tone: "broken", word: "unavailable" };
}

/** Who may use a model, in the parts of a sentence. */
export type AccessWords =
  | { who: "everyone" | "admins"; byDefault: boolean }
  | { who: "some"; groups: number; people: number };

export function accessWords(
  grants: readonly Grant[] | null,
  modelAccess: Settings["modelAccess"],
): AccessWords {
  if (grants === null) return { who: modelAccess, byDefault: true };
  if (grants.some(({ to }) => to === "everyone")) return { who: "everyone", byDefault: false };
  if (grants.length === 0) return { who: "admins", byDefault: false };
  const groups = grants.filter(({ to }) => to === "group").length;
  return { who: "some", groups, people: grants.length - groups };
}

/** A model to choose: by its name, and by its id where that says more. */
export function optionOf({ info }: ManagedModel): { id: string; label: string; note?: string } {
  const { id, name } = info;
  return { id, label: name, ...(id === name ? {} : { note: id }) };
}
