import { type Json, type JsonObject, jsonObject, parseJson } from "@parley/core";

/** Parameters that have a field of their own; all others are written as JSON. */
export const knownParams = [
  "temperature",
  "top_p",
  "max_tokens",
  "seed",
  "stop",
  "reasoning_effort",
] as const;
export type KnownParam = (typeof knownParams)[number];

/** Whether a key's lock has a place of its own in the form. */
export function hasOwnLock(key: string): boolean {
  return key === "system" || knownParams.some((known) => known === key);
}

/** Parameters while they are edited: text, as it is typed. */
export type ParamsDraft = {
  known: Record<KnownParam, string>;
  /** A JSON object. */
  further: string;
};

type NumberRule = { whole: boolean; least: number; most: number };

const numberRules: Partial<Record<KnownParam, NumberRule>> = {
  temperature: { whole: false, least: 0, most: 2 },
  top_p: { whole: false, least: 0, most: 1 },
  max_tokens: { whole: true, least: 1, most: 1e9 },
  seed: { whole: true, least: -Number.MAX_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER },
};

const noKnown: Record<KnownParam, string> = {
  temperature: "",
  top_p: "",
  max_tokens: "",
  seed: "",
  stop: "",
  reasoning_effort: "",
};

/** Values that their fields can't show stay among the further keys, as they are. */
export function paramsDraftOf(params: JsonObject): ParamsDraft {
  const known = { ...noKnown };
  const further: JsonObject = { ...params };
  for (const key of knownParams) {
    const text = params[key] === undefined ? null : textOf(key, params[key]);
    if (text === null) continue;
    known[key] = text;
    delete further[key];
  }
  const isEmpty = Object.keys(further).length === 0;
  return { known, further: isEmpty ? "" : JSON.stringify(further, null, 2) };
}

function textOf(key: KnownParam, value: Json): string | null {
  if (numberRules[key] !== undefined) {
    return typeof value === "number" ? String(value) : null;
  }
  if (key !== "stop") return typeof value === "string" ? value : null;
  const all = Array.isArray(value) ? value : [value];
  const texts = all.flatMap((one) => (typeof one === "string" ? [one] : []));
  // A comma separates in the field, and spaces at the ends are cut there.
  const fits = texts.every((one) => one !== "" && one === one.trim() && !one.includes(","));
  return fits && texts.length === all.length ? texts.join(", ") : null;
}

/** What stands between commas. */
export function listIn(text: string): string[] {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

export type ParamProblem = "badNumber" | "badWhole" | "badJson" | "saidTwice";

/** What has to be put right, by field. */
export function paramProblems({
  known,
  further,
}: ParamsDraft): Partial<Record<KnownParam | "further", ParamProblem>> {
  const problems: Partial<Record<KnownParam | "further", ParamProblem>> = {};
  for (const key of knownParams) {
    const [rule, text] = [numberRules[key], known[key].trim()];
    if (rule === undefined || text === "") continue;
    const value = Number(text);
    const fits = value >= rule.least && value <= rule.most;
    if (rule.whole && !(Number.isInteger(value) && fits)) problems[key] = "badWhole";
    else if (!fits) problems[key] = "badNumber";
  }
  if (further.trim() === "") return problems;
  const object = parseJson(jsonObject, further);
  if (object === null) return { ...problems, further: "badJson" };
  const twice = knownParams.some((key) => known[key].trim() !== "" && object[key] !== undefined);
  return twice ? { ...problems, further: "saidTwice" } : problems;
}

/** The stored form; only of a draft without problems. */
export function paramsOf({ known, further }: ParamsDraft): JsonObject {
  const params: JsonObject = {};
  for (const key of knownParams) {
    const text = known[key].trim();
    if (text === "") continue;
    if (key === "stop") params[key] = listIn(text);
    else params[key] = numberRules[key] === undefined ? text : Number(text);
  }
  return { ...params, ...(parseJson(jsonObject, further) ?? {}) };
}
