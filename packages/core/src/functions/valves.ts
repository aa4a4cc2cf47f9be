import { ParleyError } from "../errors.ts";
import { type Json, type JsonObject, jsonObject } from "../json.ts";
import { isNullable, isSecret, propertiesOf, validatorOf } from "./valve-schema.ts";

/** Valves as a form shows them: secrets are never among the values. */
export type ValvesView = {
  /** A JSON Schema; `input` on a property says how it is asked for. Null: there are none. */
  schema: JsonObject | null;
  /** Only what was set. */
  values: JsonObject;
  /** Secrets that are set, as paths such as "auth.token". */
  secretsSet: string[];
};

/** What a form may show of the values that were set. */
export function shownValves(schema: JsonObject | null, values: JsonObject): ValvesView {
  if (schema === null) return { schema, values: {}, secretsSet: [] };
  const secretsSet: string[] = [];
  const shown = withoutSecrets(schema, values, (path) => secretsSet.push(path));
  return { schema, values: shown, secretsSet };
}

function withoutSecrets(
  schema: JsonObject,
  values: JsonObject,
  found: (path: string) => void,
): JsonObject {
  const known = propertiesOf(schema);
  const shown: JsonObject = {};
  for (const [key, value] of Object.entries(values)) {
    const own = known[key];
    if (isSecret(own)) {
      if (value !== null) found(key);
      continue;
    }
    const inner = jsonObject.safeParse(value);
    shown[key] =
      own !== undefined && inner.success
        ? withoutSecrets(own, inner.data, (path) => found(`${key}.${path}`))
        : value;
  }
  return shown;
}

/**
 * Valves as they are to be stored when a form sends `given`: a secret that is not named stays as it was,
 * null takes it away; every other value is as it was given.
 */
export function keptValves(schema: JsonObject, before: JsonObject, given: JsonObject): JsonObject {
  const kept: JsonObject = {};
  const known = propertiesOf(schema);
  for (const [key, value] of Object.entries(given)) {
    const own = known[key];
    if (value === null && isSecret(own)) {
      if (isNullable(own)) kept[key] = null;
      continue;
    }
    const inner = jsonObject.safeParse(value);
    kept[key] =
      own !== undefined && inner.success && !isSecret(own)
        ? keptValves(own, objectIn(before[key]), inner.data)
        : value;
  }
  for (const [key, own] of Object.entries(known)) {
    const old = before[key];
    if (isSecret(own) && old !== undefined && !(key in given)) kept[key] = old;
  }
  return kept;
}

function objectIn(value: Json | undefined): JsonObject {
  return jsonObject.safeParse(value).data ?? {};
}

/** Throws `invalid_request`, naming the valve, when the values don't fit the schema. */
export function refuseBadValves(schema: JsonObject, values: JsonObject): void {
  const parsed = validatorOf(schema).safeParse(values);
  const issue = parsed.error?.issues[0];
  if (issue === undefined) return;
  const path = issue.path.join(".");
  throw new ParleyError(
    "invalid_request",
    `${path === "" ? "The valves" : path}: ${issue.message}`,
    {
      param: path,
    },
  );
}

/** The values with the schema's defaults. What does not fit is left as it was set: the function decides. */
export function withDefaults(schema: JsonObject | null, values: JsonObject): JsonObject {
  if (schema === null) return {};
  const parsed = jsonObject.safeParse(validatorOf(schema).safeParse(values).data);
  if (parsed.success) return parsed.data;
  const filled = { ...values };
  for (const [key, own] of Object.entries(propertiesOf(schema))) {
    if (filled[key] === undefined && own.default !== undefined) filled[key] = own.default;
  }
  return filled;
}

export function noValves(): ParleyError {
  return new ParleyError("invalid_request", "This function has no valves.");
}
