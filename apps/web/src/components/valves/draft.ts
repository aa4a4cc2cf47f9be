import { type Json, type JsonObject, json, jsonObject, parseJson } from "@parley/core";
import { z } from "zod";
import type { ValveField } from "./fields.ts";

/**
 * What stands in each field, by its name: its text, or the JSON of what is chosen. Of a secret: nothing
 * while it stays, `null` when it is to go, else the JSON of the new one.
 */
export type ValveDraft = Record<string, string>;

/** Of a choice or a yes-or-no: nothing is chosen. Of a secret: it is to go. */
export const nothing = "null";

/** A secret that is being replaced, by nothing so far. */
export const begunSecret = '""';

export type ValveProblem =
  | { is: "notNumber" | "notWhole" | "notJson" | "missing" }
  | { is: "tooSmall" | "tooBig" | "tooShort" | "tooLong"; limit: number };

/** Stored valves as the form shows them. */
export function draftOf(fields: readonly ValveField[], values: JsonObject): ValveDraft {
  return Object.fromEntries(
    fields.flatMap((field): [string, string][] => {
      const { kind, key, name, fallback } = field;
      const value = values[key] ?? fallback;
      if (kind.is === "group") {
        return Object.entries(draftOf(kind.fields, jsonObject.safeParse(value).data ?? {}));
      }
      return [[name, textOf(field, value ?? null)]];
    }),
  );
}

function textOf({ kind, nullable, optional }: ValveField, value: Json): string {
  switch (kind.is) {
    case "secret":
      return "";
    case "choice":
    case "boolean":
      return JSON.stringify(value);
    case "json":
    case "group":
      return value === null && (nullable || optional) ? "" : JSON.stringify(value, null, 2);
    default:
      if (value === null) return "";
      return Array.isArray(value) ? value.join("\n") : String(value);
  }
}

type Typed = { draft: ValveDraft; values: JsonObject };

/** Fields that were changed; of a group those in it. */
export function changedFields(
  fields: readonly ValveField[],
  { draft, values }: Typed,
): ValveField[] {
  const before = draftOf(fields, values);
  return flat(fields).filter(({ name }) => (draft[name] ?? before[name]) !== before[name]);
}

function flat(fields: readonly ValveField[]): ValveField[] {
  return fields.flatMap((field) => (field.kind.is === "group" ? flat(field.kind.fields) : field));
}

/** What the fields hold, or what is wrong with them. What no field changed stays as it was stored. */
export function valuesOf(
  fields: readonly ValveField[],
  { draft, values }: Typed,
): { values: JsonObject; problems: Record<string, ValveProblem> } {
  const changed = new Set(changedFields(fields, { draft, values }).map(({ name }) => name));
  const problems: Record<string, ValveProblem> = {};
  const next = read(fields, values);
  return { values: next, problems };

  function read(inside: readonly ValveField[], before: JsonObject): JsonObject {
    const after: JsonObject = { ...before };
    for (const field of inside) {
      const { kind, key, name } = field;
      if (kind.is === "group") {
        if (!flat(kind.fields).some((one) => changed.has(one.name))) continue;
        const own = before[key] ?? field.fallback;
        after[key] = read(kind.fields, jsonObject.safeParse(own).data ?? {});
        continue;
      }
      if (!changed.has(name)) continue;
      const found = valueIn(field, draft[name] ?? "");
      if ("problem" in found) problems[name] = found.problem;
      else if (found.value === undefined) delete after[key];
      else after[key] = found.value;
    }
    return after;
  }
}

type Read = { value: Json | undefined } | { problem: ValveProblem };

function valueIn({ kind, nullable, optional }: ValveField, text: string): Read {
  const empty = text.trim() === "";
  if (empty && nullable) return { value: null };
  const isUnset = kind.is === "choice" || kind.is === "boolean" ? text === nothing : empty;
  if (isUnset && optional && kind.is !== "list") return { value: nullable ? null : undefined };
  switch (kind.is) {
    case "asked":
      return { value: text };
    case "secret":
      if (text === begunSecret) return { problem: { is: "missing" } };
      return { value: parseJson(z.string().nullable(), text) };
    case "text": {
      const { shortest, longest } = kind;
      if (text === "" && shortest > 0) return { problem: { is: "missing" } };
      if (text.length < shortest) return { problem: { is: "tooShort", limit: shortest } };
      if (text.length > longest) return { problem: { is: "tooLong", limit: longest } };
      return { value: text };
    }
    case "number": {
      const value = Number(text);
      if (empty || !Number.isFinite(value)) return { problem: { is: "notNumber" } };
      if (kind.whole && !Number.isInteger(value)) return { problem: { is: "notWhole" } };
      if (value < kind.least) return { problem: { is: "tooSmall", limit: kind.least } };
      if (value > kind.most) return { problem: { is: "tooBig", limit: kind.most } };
      return { value };
    }
    case "list": {
      const lines = text.split("\n").map((line) => line.trim());
      return { value: lines.filter((line) => line !== "") };
    }
    default: {
      const wrapped = parseJson(jsonObject, `{"value":${text}}`);
      const value = wrapped === null ? null : json.safeParse(wrapped.value);
      if (value === null || !value.success || Object.keys(wrapped ?? {}).length > 1) {
        return { problem: { is: "notJson" } };
      }
      return { value: value.data };
    }
  }
}
