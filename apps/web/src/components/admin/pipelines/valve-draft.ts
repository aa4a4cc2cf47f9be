import { type Json, type JsonObject, json, jsonObject, parseJson } from "@parley/core";
import type { ValveField } from "./valve-fields.ts";

/** What stands in each field: its text, or the JSON of what is chosen. */
export type ValveDraft = Record<string, string>;

/** Of a choice or a yes-or-no: nothing is chosen. */
export const nothing = "null";

export type ValveProblem = "notNumber" | "notWhole" | "notJson";

/** Stored valves as the form shows them. */
export function draftOf(fields: readonly ValveField[], values: JsonObject): ValveDraft {
  return Object.fromEntries(
    fields.map((field) => [field.name, textOf(field, values[field.name] ?? null)]),
  );
}

function textOf({ kind, nullable }: ValveField, value: Json): string {
  switch (kind.is) {
    case "choice":
    case "boolean":
      return JSON.stringify(value);
    case "json":
      return value === null && nullable ? "" : JSON.stringify(value, null, 2);
    default:
      if (value === null) return "";
      return Array.isArray(value) ? value.join("\n") : String(value);
  }
}

export function changedFields(
  fields: readonly ValveField[],
  { draft, values }: { draft: ValveDraft; values: JsonObject },
): ValveField[] {
  const before = draftOf(fields, values);
  return fields.filter(({ name }) => draft[name] !== before[name]);
}

/** What the fields hold, or what is wrong with them. What no field changed stays as it was stored. */
export function valuesOf(
  fields: readonly ValveField[],
  { draft, values }: { draft: ValveDraft; values: JsonObject },
): { values: JsonObject; problems: Record<string, ValveProblem> } {
  const next: JsonObject = { ...values };
  const problems: Record<string, ValveProblem> = {};
  for (const field of changedFields(fields, { draft, values })) {
    const read = valueIn(field, draft[field.name] ?? "");
    if ("problem" in read) problems[field.name] = read.problem;
    else next[field.name] = read.value;
  }
  return { values: next, problems };
}

function valueIn(
  { kind, nullable }: ValveField,
  text: string,
): { value: Json } | { problem: ValveProblem } {
  const empty = text.trim() === "";
  if (empty && nullable) return { value: null };
  switch (kind.is) {
    case "text":
      return { value: text };
    case "number": {
      const value = Number(text);
      if (empty || !Number.isFinite(value)) return { problem: "notNumber" };
      return kind.whole && !Number.isInteger(value) ? { problem: "notWhole" } : { value };
    }
    case "list": {
      const lines = text.split("\n").map((line) => line.trim());
      return { value: lines.filter((line) => line !== "") };
    }
    default: {
      const wrapped = parseJson(jsonObject, `{"value":${text}}`);
      const value = wrapped === null ? null : json.safeParse(wrapped.value);
      if (value === null || !value.success || Object.keys(wrapped ?? {}).length > 1) {
        return { problem: "notJson" };
      }
      return { value: value.data };
    }
  }
}
