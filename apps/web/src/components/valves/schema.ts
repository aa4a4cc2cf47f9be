import type { Json, JsonObject } from "@parley/core";
import { z } from "zod";

/** What of a JSON Schema a form is made from; anything that is not as it should be is not looked at. */
export type Schema = {
  title?: string | undefined;
  description?: string | undefined;
  type?: string | string[] | undefined;
  format?: string | undefined;
  writeOnly?: boolean | undefined;
  default?: Json | undefined;
  enum?: Json[] | undefined;
  const?: Json | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  items?: Schema | undefined;
  anyOf?: Schema[] | undefined;
  allOf?: Schema[] | undefined;
  properties?: Record<string, Schema> | undefined;
  required?: string[] | undefined;
  /** How a function wants to have it asked for. */
  input?:
    | {
        secret?: boolean | undefined;
        multiline?: boolean | undefined;
        options?: string | undefined;
        placeholder?: string | undefined;
      }
    | undefined;
  $ref?: string | undefined;
};

const text = z.string().optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);

const schema: z.ZodType<Schema> = z.looseObject({
  title: text,
  description: text,
  type: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
  format: text,
  writeOnly: flag,
  default: z.json().optional().catch(undefined),
  enum: z.array(z.json()).optional().catch(undefined),
  const: z.json().optional().catch(undefined),
  minimum: number,
  maximum: number,
  minLength: number,
  maxLength: number,
  get items() {
    return schema.optional().catch(undefined);
  },
  get anyOf() {
    return z.array(schema).optional().catch(undefined);
  },
  get allOf() {
    return z.array(schema).optional().catch(undefined);
  },
  get properties() {
    return z.record(z.string(), schema).optional().catch(undefined);
  },
  required: z.array(z.string()).optional().catch(undefined),
  input: z
    .object({ secret: flag, multiline: flag, options: text, placeholder: text })
    .optional()
    .catch(undefined),
  $ref: text,
});

const definitions = z.record(z.string(), schema).default({}).catch({});
const whole = z.looseObject({ $defs: definitions, definitions });

export type Known = Record<string, Schema>;

/** A schema, and what it refers to by name. */
export function readSchema(given: JsonObject): { own: Schema; known: Known } {
  const { $defs, definitions: older } = whole.parse(given);
  return { own: schema.parse(given), known: { ...older, ...$defs } };
}

/** Follows references, and what an `allOf` of one adds. */
export function resolved(own: Schema, known: Known): Schema {
  const [base] = own.allOf ?? [];
  const name = (own.$ref ?? base?.$ref)?.split("/").at(-1);
  const target = name === undefined ? base : known[name];
  return target === undefined ? own : { ...target, ...own };
}
