import type { Json, JsonObject } from "@parley/core";

/** Keys of a message that Parley itself shows in other places, or not at all. */
const known = new Set([
  ...["parley", "selectedModelId", "originalContent", "annotation", "followUps"],
  ...["statusHistory", "sources", "files", "embeds"],
]);
/** Names of fields that say what another one is counted in. */
const units = ["unit", "currency"];
/** Longer texts are cut; the details have all of it. */
const longestText = 48;

/** A custom field in a few words. */
export type Chip = {
  key: string;
  name: string;
  /** `number`: to be written as the reader's language does. */
  value:
    | { is: "text"; text: string }
    | { is: "number"; number: number; unit: string | null }
    | { is: "boolean"; isTrue: boolean }
    | { is: "curve"; bars: string; numbers: number[] }
    | { is: "entries"; count: number };
  /** There is more to see in the details. */
  isCut: boolean;
};

/** The custom fields of a message, as far as they say something. */
export function chipsOf(metadata: JsonObject): Chip[] {
  // The database keeps no order of keys.
  const keys = Object.keys(metadata).toSorted();
  return keys.flatMap((key) => {
    const given = metadata[key] ?? null;
    if (known.has(key) || isUnit(key, metadata)) return [];
    const value = readValue(given, unitOf(key, metadata));
    if (value === null) return [];
    const isCut =
      value.is === "entries" || (value.is === "text" && value.text.length > longestText);
    const shown =
      value.is === "text" && isCut
        ? { ...value, text: `${value.text.slice(0, longestText).trimEnd()}…` }
        : value;
    return [{ key, name: key.replaceAll("_", " "), value: shown, isCut }];
  });
}

function isUnit(key: string, metadata: JsonObject): boolean {
  return units.some((unit) => {
    const counted = key.endsWith(`_${unit}`) ? metadata[key.slice(0, -unit.length - 1)] : undefined;
    return typeof counted === "number" && typeof metadata[key] === "string";
  });
}

function unitOf(key: string, metadata: JsonObject): string | null {
  const found = units.map((unit) => metadata[`${key}_${unit}`]);
  return found.find((unit) => typeof unit === "string") ?? null;
}

function readValue(given: Json, unit: string | null): Chip["value"] | null {
  if (typeof given === "number") return { is: "number", number: given, unit };
  if (typeof given === "boolean") return { is: "boolean", isTrue: given };
  if (typeof given === "string") return textIn(given);
  if (Array.isArray(given)) return listIn(given);
  if (given === null) return null;
  const { value, unit: own, ...rest } = given;
  if (typeof value === "number" && typeof own === "string" && Object.keys(rest).length === 0) {
    return { is: "number", number: value, unit: own };
  }
  const count = Object.keys(given).length;
  return count === 0 ? null : { is: "entries", count };
}

function textIn(given: string): Chip["value"] | null {
  const text = given.replace(/\s+/g, " ").trim();
  return text === "" ? null : { is: "text", text };
}

function listIn(given: Json[]): Chip["value"] | null {
  if (given.length === 0) return null;
  const numbers = given.filter((one) => typeof one === "number");
  const isCurve = numbers.length === given.length && given.length > 1 && given.length <= 32;
  if (isCurve) return { is: "curve", bars: barsOf(numbers), numbers };
  const words = given.filter((one) => typeof one === "string" || typeof one === "number");
  if (words.length === given.length) return textIn(words.join(", "));
  return { is: "entries", count: given.length };
}

const bars = "▁▂▃▄▅▆▇█";

function barsOf(numbers: readonly number[]): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const span = most - least;
  return numbers
    .map((number) => (span === 0 ? 3 : Math.round(((number - least) / span) * (bars.length - 1))))
    .map((height) => bars[height] ?? "")
    .join("");
}
