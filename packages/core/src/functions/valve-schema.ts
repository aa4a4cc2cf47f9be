import { z } from "zod";
import { ParleyError } from "../errors.ts";
import { isJsonObject, type Json, type JsonObject, jsonObject } from "../json.ts";

/** Longer texts are no settings. */
const longestText = 100_000;

const properties = z.object({ properties: z.record(z.string(), jsonObject) });
const secretInput = z.object({ input: z.object({ secret: z.literal(true) }) });
const choices = z.object({ anyOf: z.array(jsonObject) });

export function propertiesOf(schema: JsonObject | undefined): Record<string, JsonObject> {
  return properties.safeParse(schema).data?.properties ?? {};
}

/** Whether a form hides it; what may be null too. */
export function isSecret(schema: JsonObject | undefined): boolean {
  if (secretInput.safeParse(schema).success) return true;
  const inner = orNull(schema);
  return inner !== null && secretInput.safeParse(inner).success && isText(inner);
}

export function isNullable(schema: JsonObject | undefined): boolean {
  return orNull(schema) !== null || typesOf(schema).includes("null");
}

function isText(schema: JsonObject): boolean {
  const types = typesOf(orNull(schema) ?? schema);
  return types.includes("string") && types.every((type) => type === "string" || type === "null");
}

function typesOf(schema: JsonObject | undefined): Json[] {
  const type = schema?.type ?? [];
  return Array.isArray(type) ? type : [type];
}

/** What it is when it is not null; null for a schema that does not say "this, or null". */
function orNull(schema: JsonObject | undefined): JsonObject | null {
  const all = choices.safeParse(schema).data?.anyOf ?? [];
  const [inner, ...others] = all.filter(({ type }) => type !== "null");
  return all.length === 2 && inner !== undefined && others.length === 0 ? inner : null;
}

/** Throws `invalid_request` for valves that could not be checked, or whose secrets could not be hidden. */
export function refuseUnusable(schema: JsonObject | null): void {
  if (schema === null) return;
  refuseMisplacedSecrets(schema, []);
  validatorOf(schema);
}

function refuseMisplacedSecrets(schema: JsonObject, path: readonly string[]): void {
  const { properties: _, ...rest } = schema;
  if (namesSecret(rest)) throw misplaced(path);
  for (const [key, own] of Object.entries(propertiesOf(schema))) {
    const at = [...path, key];
    if (!isSecret(own)) refuseMisplacedSecrets(own, at);
    else if (!isText(own)) throw misplaced(at);
  }
}

function namesSecret(value: Json): boolean {
  if (Array.isArray(value)) return value.some(namesSecret);
  if (!isJsonObject(value)) return false;
  return secretInput.safeParse(value).success || Object.values(value).some(namesSecret);
}

function misplaced(path: readonly string[]): ParleyError {
  const where = path.length === 0 ? "The valves" : `The valve ${path.join(".")}`;
  return new ParleyError(
    "invalid_request",
    `${where} can't hold a secret there: only a text of its own can be one, not one in a list, a record or a choice.`,
    { param: "source" },
  );
}

const validators = new WeakMap<JsonObject, z.ZodType>();

/** Checks values; the same for the same schema. Throws `invalid_request` for one that can't be checked. */
export function validatorOf(schema: JsonObject): z.ZodType {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const validator = madeValidator(schema);
  validators.set(schema, validator);
  return validator;
}

function madeValidator(schema: JsonObject): z.ZodType {
  const checked = jsonObject.parse(withoutPatterns(schema));
  try {
    // In a registry of its own: what a function notes on its schema is nobody else's.
    return z.fromJSONSchema(checked, { registry: z.registry() });
  } catch (error) {
    throw new ParleyError("invalid_request", "The valves have a schema that Parley can't check.", {
      cause: error,
    });
  }
}

/**
 * Patterns are for the form and the function itself: an expression of an author's, tried here, could keep
 * the whole server busy.
 */
function withoutPatterns(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutPatterns);
  if (typeof value !== "object" || value === null) return value;
  const { pattern, patternProperties: _, ...rest } = value;
  const kept: JsonObject = {};
  for (const [key, inner] of Object.entries(rest)) kept[key] = withoutPatterns(inner);
  // A property may be called "pattern"; then it is a schema, and no text.
  if (pattern !== undefined && typeof pattern !== "string") kept.pattern = withoutPatterns(pattern);
  if (rest.type === "string" && rest.maxLength === undefined) kept.maxLength = longestText;
  return kept;
}
