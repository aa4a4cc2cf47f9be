import type { Json, JsonObject } from "@parley/core";
import { z } from "zod";

/** How a valve is edited. */
export type ValveKind =
  | { is: "text"; secret: boolean; long: boolean }
  | { is: "number"; whole: boolean }
  | { is: "boolean" }
  | { is: "choice"; options: Json[] }
  /** A list of texts. */
  | { is: "list" }
  | { is: "json" };

export type ValveField = {
  name: string;
  label: string;
  description: string | null;
  /** It may also be nothing at all. */
  nullable: boolean;
  kind: ValveKind;
};

type Schema = {
  title?: string | undefined;
  description?: string | undefined;
  type?: string | string[] | undefined;
  format?: string | undefined;
  writeOnly?: boolean | undefined;
  enum?: Json[] | undefined;
  items?: Schema | undefined;
  anyOf?: Schema[] | undefined;
  allOf?: Schema[] | undefined;
  $ref?: string | undefined;
};
const schema: z.ZodType<Schema> = z.looseObject({
  title: z.string().optional().catch(undefined),
  description: z.string().optional().catch(undefined),
  type: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
  format: z.string().optional().catch(undefined),
  writeOnly: z.boolean().optional().catch(undefined),
  enum: z.array(z.json()).optional().catch(undefined),
  get items() {
    return schema.optional().catch(undefined);
  },
  get anyOf() {
    return z.array(schema).optional().catch(undefined);
  },
  get allOf() {
    return z.array(schema).optional().catch(undefined);
  },
  $ref: z.string().optional().catch(undefined),
});
const definitions = z.record(z.string(), schema).default({}).catch({});
const spec = z.looseObject({
  properties: z.record(z.string(), schema).default({}).catch({}),
  $defs: definitions,
  definitions,
});

/** The fields of a form for valves: what the schema names, in its order, then what only has a value. */
export function fieldsOf(valvesSpec: JsonObject, values: JsonObject): ValveField[] {
  const { properties, $defs, definitions: older } = spec.parse(valvesSpec);
  const known = { ...older, ...$defs };
  const names = new Set([...Object.keys(properties), ...Object.keys(values)]);
  return [...names].map((name) => {
    const own = properties[name];
    const value = values[name];
    const { kind, nullable } =
      own === undefined ? { kind: kindOfValue(value), nullable: value === null } : read(own, known);
    return {
      name,
      label: own?.title ?? name,
      description: own?.description ?? null,
      nullable,
      kind: fits(kind, value) ? lengthened(kind, value) : { is: "json" },
    };
  });
}

/** Prompts are texts too, and want room. */
function lengthened(kind: ValveKind, value: Json | undefined): ValveKind {
  const long = typeof value === "string" && (value.includes("\n") || value.length > 60);
  return kind.is === "text" ? { ...kind, long: long && !kind.secret } : kind;
}

function read(own: Schema, known: Record<string, Schema>): Pick<ValveField, "kind" | "nullable"> {
  const whole = resolved(own, known);
  const types = [whole.type ?? []].flat();
  const alternatives = (whole.anyOf ?? []).map((one) => resolved(one, known));
  const real = alternatives.filter(({ type }) => type !== "null");
  const nullable = types.includes("null") || real.length < alternatives.length;
  if (alternatives.length > 0) {
    const [only] = real;
    const kind = only !== undefined && real.length === 1 ? kindOf(only, known) : null;
    return { kind: kind ?? { is: "json" }, nullable };
  }
  const [type] = types.filter((one) => one !== "null");
  return { kind: kindOf({ ...whole, type }, known), nullable };
}

/** Follows references, and what an `allOf` of one adds. */
function resolved(own: Schema, known: Record<string, Schema>): Schema {
  const [base] = own.allOf ?? [];
  const name = (own.$ref ?? base?.$ref)?.split("/").at(-1);
  const target = name === undefined ? base : known[name];
  return target === undefined ? own : { ...target, ...own };
}

function kindOf(own: Schema, known: Record<string, Schema>): ValveKind {
  if (own.enum !== undefined) return { is: "choice", options: own.enum };
  switch (own.type) {
    case "string":
      return {
        is: "text",
        secret: own.format === "password" || own.writeOnly === true,
        long: false,
      };
    case "integer":
    case "number":
      return { is: "number", whole: own.type === "integer" };
    case "boolean":
      return { is: "boolean" };
    case "array": {
      const items = own.items === undefined ? null : resolved(own.items, known);
      return items?.type === "string" && items.enum === undefined ? { is: "list" } : { is: "json" };
    }
    default:
      return { is: "json" };
  }
}

function kindOfValue(value: Json | undefined): ValveKind {
  if (typeof value === "string") return { is: "text", secret: false, long: false };
  if (typeof value === "number") return { is: "number", whole: false };
  if (typeof value === "boolean") return { is: "boolean" };
  return isTexts(value) ? { is: "list" } : { is: "json" };
}

/** A value that is not what its schema says is edited as it is. */
function fits(kind: ValveKind, value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  switch (kind.is) {
    case "text":
      return typeof value === "string";
    case "number":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "choice":
      return kind.options.includes(value);
    case "list":
      return isTexts(value);
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
