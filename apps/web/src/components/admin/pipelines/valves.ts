import { type Json, type JsonObject, json, jsonObject, parseJson } from "@parley/core";
import { z } from "zod";

const typed = z.looseObject({ type: z.string().optional() });
const property = z.looseObject({
  type: z.string().optional(),
  anyOf: z.array(typed).default([]),
  items: typed.optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  enum: z.array(z.string()).optional(),
});
const schema = z.looseObject({ properties: z.record(z.string(), property).default({}) });

/** One valve as a form shows it. `list`: texts with commas between; `json`: whatever else. */
export type Valve = {
  key: string;
  label: string;
  description: string | null;
  kind: "text" | "number" | "whole" | "switch" | "choice" | "list" | "json";
  choices: string[];
  /** It may have no value. */
  nullable: boolean;
};

/** Valves while they are edited: text, and what a switch says. */
export type ValvesDraft = Record<string, string | boolean>;

/** The valves that a schema names, in its order; values that it does not name are none of the form's. */
export function valvesIn(spec: JsonObject): Valve[] {
  const { properties } = schema.safeParse(spec).data ?? { properties: {} };
  return Object.entries(properties).map(([key, one]) => {
    const choices = one.enum ?? [];
    return {
      key,
      label: one.title ?? key,
      description: one.description ?? null,
      kind: choices.length > 0 ? "choice" : kindOf(one),
      choices,
      nullable: one.anyOf.some(({ type }) => type === "null"),
    };
  });
}

function kindOf(one: z.infer<typeof property>): Valve["kind"] {
  const type = one.type ?? one.anyOf.find(({ type }) => type !== "null")?.type;
  switch (type) {
    case "string":
      return "text";
    case "number":
      return "number";
    case "integer":
      return "whole";
    case "boolean":
      return "switch";
    case "array":
      return one.items?.type === "string" ? "list" : "json";
    default:
      return "json";
  }
}

export function draftOf(valves: readonly Valve[], values: JsonObject): ValvesDraft {
  return Object.fromEntries(valves.map((valve) => [valve.key, shownOf(valve, values[valve.key])]));
}

function shownOf({ kind }: Valve, value: Json | undefined): string | boolean {
  if (kind === "switch") return value === true;
  if (value === undefined || value === null) return "";
  if (kind === "list") return z.array(z.string()).safeParse(value).data?.join(", ") ?? "";
  return typeof value === "string" && kind !== "json" ? value : JSON.stringify(value);
}

/** What the text of a valve stands for; undefined when it stands for nothing of its kind. */
function valueIn({ kind, nullable }: Valve, shown: string | boolean): Json | undefined {
  if (typeof shown === "boolean") return shown;
  const text = shown.trim();
  if (text === "" && nullable) return null;
  switch (kind) {
    case "number":
    case "whole": {
      const number = text === "" ? Number.NaN : Number(text);
      const fits = kind === "whole" ? Number.isInteger(number) : Number.isFinite(number);
      return fits ? number : undefined;
    }
    case "list":
      return text.split(",").flatMap((one) => (one.trim() === "" ? [] : [one.trim()]));
    case "json":
      return parseJson(json, text) ?? (text === "null" ? null : undefined);
    default:
      return shown;
  }
}

/** Keys of the valves whose text is no value of their kind. */
export function wrongValves(valves: readonly Valve[], draft: ValvesDraft): string[] {
  return valves
    .filter((valve) => valueIn(valve, draft[valve.key] ?? "") === undefined)
    .map(({ key }) => key);
}

/** All values, those that the form does not know as they were; only of a draft without problems. */
export function valuesOf(
  valves: readonly Valve[],
  draft: ValvesDraft,
  before: JsonObject,
): JsonObject {
  const changed = valves.map((valve) => [valve.key, valueIn(valve, draft[valve.key] ?? "")]);
  return jsonObject.parse({ ...before, ...Object.fromEntries(changed) });
}
