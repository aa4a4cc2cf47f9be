import type { RouterInputs, RouterOutputs } from "#lib/trpc.ts";

export type ConnectionView = RouterOutputs["connections"]["list"][number];
export type EditableKind = "openai" | "ollama";

/** What becomes of the stored key: `keep` it, `replace` it by what is typed, or `remove` it. */
export type KeyChange = "keep" | "replace" | "remove";

/** A connection while it is edited. */
export type Draft = {
  kind: EditableKind;
  name: string;
  baseUrl: string;
  prefix: string;
  /** As typed. */
  weight: string;
  keyChange: KeyChange;
  apiKey: string;
};

export const defaultAddress = {
  openai: "https://api.openai.com/v1",
  ollama: "http://127.0.0.1:11434",
} as const satisfies Record<EditableKind, string>;

export const newDraft: Draft = {
  kind: "openai",
  name: "",
  baseUrl: "",
  prefix: "",
  weight: "1",
  keyChange: "replace",
  apiKey: "",
};

export function draftOf(connection: ConnectionView): Draft {
  return {
    kind: connection.kind === "ollama" ? "ollama" : "openai",
    name: connection.name,
    baseUrl: connection.baseUrl,
    prefix: connection.prefix ?? "",
    weight: String(connection.weight),
    keyChange: connection.hasKey ? "keep" : "replace",
    apiKey: "",
  };
}

export type DraftField = "name" | "address" | "key" | "prefix" | "weight";

/** Addresses that differ only in how they end lead to the same server. */
function sameAddress(one: string, other: string): boolean {
  const bare = (address: string) => address.trim().replace(/\/+$/, "");
  return bare(one) === bare(other);
}

export function addressMoved(draft: Draft, connection: ConnectionView): boolean {
  return !sameAddress(draft.baseUrl, connection.baseUrl);
}

/** What differs from what is stored, in the order of the form. */
export function changedFields(draft: Draft, connection: ConnectionView): DraftField[] {
  const changed: DraftField[] = [];
  if (draft.name.trim() !== connection.name) changed.push("name");
  if (addressMoved(draft, connection)) changed.push("address");
  if (draft.keyChange === "remove" || (draft.keyChange === "replace" && draft.apiKey !== "")) {
    changed.push("key");
  }
  if (draft.prefix.trim() !== (connection.prefix ?? "")) changed.push("prefix");
  if (weightIn(draft.weight) !== connection.weight) changed.push("weight");
  return changed;
}

/** Null when it is no weight; an empty field is the usual one. */
function weightIn(text: string): number | null {
  if (text.trim() === "") return 1;
  const weight = Number(text);
  return weight >= 0 && weight <= 1_000 ? weight : null;
}

export type DraftProblem =
  | "missingName"
  | "missingAddress"
  | "badAddress"
  | "badPrefix"
  | "badWeight";

/** What has to be put right before it can be saved; the server checks the same again. */
export function draftProblems(draft: Draft): Partial<Record<DraftField, DraftProblem>> {
  const address = draft.baseUrl.trim();
  const prefix = draft.prefix.trim();
  return {
    ...(draft.name.trim() === "" ? { name: "missingName" as const } : {}),
    ...(address === ""
      ? { address: "missingAddress" as const }
      : /^https?:\/\/[^\s/]/i.test(address) && URL.canParse(address)
        ? {}
        : { address: "badAddress" as const }),
    ...(/^[A-Za-z0-9_-]{0,32}$/.test(prefix) ? {} : { prefix: "badPrefix" as const }),
    ...(weightIn(draft.weight) === null ? { weight: "badWeight" as const } : {}),
  };
}

export function createInput(draft: Draft): RouterInputs["connections"]["create"] {
  return {
    kind: draft.kind,
    name: draft.name.trim(),
    baseUrl: draft.baseUrl.trim(),
    apiKey: draft.apiKey.trim() || null,
    prefix: draft.prefix.trim() || null,
    weight: weightIn(draft.weight) ?? 1,
  };
}

/** Only what changed, so that two admins who edit different fields both win. */
export function updateInput(
  draft: Draft,
  connection: ConnectionView,
): RouterInputs["connections"]["update"] {
  const changed = new Set(changedFields(draft, connection));
  return {
    id: connection.id,
    ...(changed.has("name") ? { name: draft.name.trim() } : {}),
    ...(changed.has("address") ? { baseUrl: draft.baseUrl.trim() } : {}),
    ...(changed.has("prefix") ? { prefix: draft.prefix.trim() || null } : {}),
    ...(changed.has("weight") ? { weight: weightIn(draft.weight) ?? 1 } : {}),
    ...(changed.has("key")
      ? { apiKey: draft.keyChange === "replace" ? draft.apiKey.trim() : null }
      : {}),
  };
}

/** The stored connection can be checked by its id only while the draft would reach it the same way. */
export function checkInput(
  draft: Draft,
  connection: ConnectionView | null,
): RouterInputs["connections"]["check"] {
  if (connection !== null) {
    const changed = changedFields(draft, connection);
    if (!changed.includes("address") && !changed.includes("key")) return { id: connection.id };
  }
  const apiKey = draft.keyChange === "replace" ? draft.apiKey.trim() || null : null;
  return { kind: draft.kind, baseUrl: draft.baseUrl.trim(), apiKey };
}
