import { type Json, type JsonObject, jsonObject } from "@parley/core";
import { type Known, readSchema, resolved, type Schema } from "./schema.ts";

/** How a valve is edited. */
export type ValveKind =
  | { is: "text"; secret: boolean; long: boolean; shortest: number; longest: number }
  /** Written, and never shown again. */
  | { is: "secret" }
  | { is: "number"; whole: boolean; least: number; most: number }
  | { is: "boolean" }
  | { is: "choice"; options: Json[] }
  /** A text out of choices that the function gives under this name. */
  | { is: "asked"; options: string }
  /** A list of texts. */
  | { is: "list" }
  | { is: "group"; fields: ValveField[] }
  | { is: "json" };

export type ValveField = {
  /** The keys that lead to it, joined by dots. */
  name: string;
  key: string;
  label: string;
  description: string | null;
  placeholder: string | null;
  /** It may also be nothing at all. */
  nullable: boolean;
  /** It may be left out. */
  optional: boolean;
  /** What counts while nothing is set. */
  fallback: Json | undefined;
  kind: ValveKind;
};

export type FieldsOptions = {
  /** What is not set is left out of the values; else they are always whole. */
  mayLack?: boolean;
};

type Place = { known: Known; path: string; mayLack: boolean };

/** The fields of a form for valves: what the schema names, in its order, then what only has a value. */
export function fieldsOf(
  spec: JsonObject,
  values: JsonObject,
  { mayLack = false }: FieldsOptions = {},
): ValveField[] {
  const { own, known } = readSchema(spec);
  return fieldsIn(own, values, { known, path: "", mayLack });
}

function fieldsIn(parent: Schema, values: JsonObject, place: Place): ValveField[] {
  const { properties = {}, required = [] } = parent;
  const names = new Set([...Object.keys(properties), ...Object.keys(values)]);
  return [...names].map((key) => {
    const own = properties[key];
    const value = values[key];
    const name = `${place.path}${key}`;
    const inner = { ...place, path: `${name}.` };
    const { kind, nullable } =
      own === undefined
        ? { kind: kindOfValue(value), nullable: value === null }
        : read(own, value, inner);
    const input = own?.input ?? {};
    return {
      name,
      key,
      label: own?.title ?? key,
      description: own?.description ?? null,
      placeholder: input.placeholder ?? null,
      nullable,
      optional: place.mayLack && own?.default === undefined && !required.includes(key),
      fallback: own?.default,
      kind: fits(kind, value) ? lengthened(kind, value ?? own?.default) : { is: "json" },
    };
  });
}

/** Prompts are texts too, and want room. */
function lengthened(kind: ValveKind, value: Json | undefined): ValveKind {
  if (kind.is !== "text") return kind;
  const long = typeof value === "string" && (value.includes("\n") || value.length > 60);
  return { ...kind, long: (kind.long || long) && !kind.secret };
}

function read(
  own: Schema,
  value: Json | undefined,
  place: Place,
): Pick<ValveField, "kind" | "nullable"> {
  const whole = resolved(own, place.known);
  const types = [whole.type ?? []].flat();
  const alternatives = (whole.anyOf ?? []).map((one) => resolved(one, place.known));
  const real = alternatives.filter(({ type }) => type !== "null");
  const nullable = types.includes("null") || real.length < alternatives.length;
  if (alternatives.length > 0) {
    const [only] = real;
    if (only !== undefined && real.length === 1) {
      return {
        kind: kindOf({ ...only, input: whole.input ?? only.input }, value, place),
        nullable,
      };
    }
    const constants = real.flatMap((one) => one.const ?? one.enum ?? []);
    const isChoice = real.every((one) => one.const !== undefined || one.enum !== undefined);
    return { kind: isChoice ? { is: "choice", options: constants } : { is: "json" }, nullable };
  }
  const [type] = types.filter((one) => one !== "null");
  return { kind: kindOf({ ...whole, type }, value, place), nullable };
}

function kindOf(own: Schema, value: Json | undefined, place: Place): ValveKind {
  const { input = {} } = own;
  if (input.secret === true) return { is: "secret" };
  if (own.enum !== undefined) return { is: "choice", options: own.enum };
  if (own.const !== undefined) return { is: "choice", options: [own.const] };
  switch (own.type) {
    case "string":
      if (input.options !== undefined) return { is: "asked", options: input.options };
      return {
        is: "text",
        secret: own.format === "password" || own.writeOnly === true,
        long: input.multiline === true,
        shortest: own.minLength ?? 0,
        longest: own.maxLength ?? Number.POSITIVE_INFINITY,
      };
    case "integer":
    case "number":
      return {
        is: "number",
        whole: own.type === "integer",
        least: own.minimum ?? Number.NEGATIVE_INFINITY,
        most: own.maximum ?? Number.POSITIVE_INFINITY,
      };
    case "boolean":
      return { is: "boolean" };
    case "array": {
      const items = own.items === undefined ? null : resolved(own.items, place.known);
      return items?.type === "string" && items.enum === undefined ? { is: "list" } : { is: "json" };
    }
    case "object": {
      if (own.properties === undefined) return { is: "json" };
      const inside = jsonObject.safeParse(value ?? own.default).data ?? {};
      return { is: "group", fields: fieldsIn(own, inside, place) };
    }
    default:
      return { is: "json" };
  }
}

const anyText = { secret: false, long: false, shortest: 0, longest: Number.POSITIVE_INFINITY };
const anyNumber = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };

function kindOfValue(value: Json | undefined): ValveKind {
  if (typeof value === "string") return { is: "text", ...anyText };
  if (typeof value === "number") return { is: "number", whole: false, ...anyNumber };
  if (typeof value === "boolean") return { is: "boolean" };
  return isTexts(value) ? { is: "list" } : { is: "json" };
}

/** A value that is not what its schema says is edited as it is. */
function fits(kind: ValveKind, value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  switch (kind.is) {
    case "text":
    case "asked":
      return typeof value === "string";
    case "number":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "choice":
      return kind.options.includes(value);
    case "list":
      return isTexts(value);
    case "group":
      return typeof value === "object" && !Array.isArray(value);
    case "secret":
    case "json":
      return true;
  }
}

function isTexts(value: Json | undefined): value is string[] {
  return (
    Array.isArray(value) &&
    value.every((one) => typeof one === "string" && one.trim() === one && !/^$|\n/.test(one))
  );
}
