import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { isSecret, propertiesOf } from "./valve-schema.ts";

const mask = "••••••";

/** The secrets among valves, longest first: one may be a part of another. */
export function secretsAmong(schema: JsonObject | null, values: JsonObject): string[] {
  const found: string[] = [];
  const look = (own: JsonObject, value: JsonObject) => {
    for (const [key, inner] of Object.entries(propertiesOf(own))) {
      const one = value[key];
      if (isSecret(inner)) {
        if (typeof one === "string" && one !== "") found.push(one);
      } else if (isJsonObject(one)) look(inner, one);
    }
  };
  if (schema !== null) look(schema, values);
  return found.toSorted((one, other) => other.length - one.length);
}

/** The same without the secrets, wherever they stand in it. */
export function masked(value: Json, secrets: readonly string[]): Json {
  if (secrets.length === 0) return value;
  if (typeof value === "string") return maskedText(value, secrets);
  if (Array.isArray(value)) return value.map((inner) => masked(inner, secrets));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [maskedText(key, secrets), masked(inner, secrets)]),
  );
}

export function maskedText(text: string, secrets: readonly string[]): string {
  // A very short one would be found in half of all words; then only the whole text counts.
  return secrets.reduce((left, secret) => {
    if (secret.length < 4) return left === secret ? mask : left;
    return left.replaceAll(secret, mask);
  }, text);
}
