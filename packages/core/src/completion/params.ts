import { z } from "zod";
import { type Json, type JsonObject, json, jsonObject, parseJson } from "../json.ts";

/** Values that an admin gave for requests, and which of them a request can't change. */
export type ParamLevel = { params: JsonObject; locked: readonly string[] };

/** Keys that say how Parley works; no upstream knows them. */
const ownKeys = new Set([
  "system",
  "custom_params",
  "stream_response",
  "stream_delta_chunk_size",
  "function_calling",
  "reasoning_tags",
  "compact_token_threshold",
]);

/** Names of one thing: who sets one of them replaces the others. */
const sameThing = [
  ["max_tokens", "max_completion_tokens", "num_predict"],
  ["reasoning_effort", "reasoning", "think"],
];

function namesOf(key: string): readonly string[] {
  return sameThing.find((names) => names.includes(key)) ?? [key];
}

const float = z.coerce.number();
const integer = z.coerce.number().int();
const flag = z.union([z.boolean(), z.stringbool()]);
const stops = z.union([
  z.array(z.string()).transform((all) => all.map(unescaped)),
  z.string().transform((text) => text.split(",").map((one) => unescaped(one.trim()))),
]);
const biases = z.union([jsonObject, z.string().transform(biasesOf)]);
const objectOrText = z.union([jsonObject, z.string().transform(jsonOrText)]);

/** Forms give text; upstreams want these kinds. Keys that are not here go on as they are. */
const kinds: Record<string, z.ZodType<Json>> = {
  temperature: float,
  top_p: float,
  min_p: float,
  frequency_penalty: float,
  presence_penalty: float,
  repeat_penalty: float,
  mirostat_eta: float,
  mirostat_tau: float,
  max_tokens: integer,
  max_completion_tokens: integer,
  num_predict: integer,
  top_k: integer,
  seed: integer,
  n: integer,
  mirostat: integer,
  num_ctx: integer,
  num_batch: integer,
  num_keep: integer,
  repeat_last_n: integer,
  num_gpu: integer,
  num_thread: integer,
  use_mmap: flag,
  use_mlock: flag,
  logprobs: flag,
  parallel_tool_calls: flag,
  reasoning_effort: z.coerce.string(),
  stop: stops,
  logit_bias: biases,
  response_format: objectOrText,
  format: objectOrText,
};

/** Values as upstreams want them; what can't be read as its kind is kept, so that the upstream says so. */
function readParams(params: JsonObject): JsonObject {
  const custom = jsonObject.safeParse(params.custom_params);
  const read: JsonObject = {};
  for (const [key, value] of Object.entries(params)) {
    if (ownKeys.has(key) || value === null) continue;
    read[key] = kinds[key]?.safeParse(value).data ?? value;
  }
  return custom.success ? deepMerge(read, mapValues(custom.data, jsonOrText)) : read;
}

export type MergedRequest = {
  request: JsonObject;
  /** Keys whose value a level decided. */
  decided: string[];
  /** Keys that the request named and could not change. */
  refused: string[];
};

/**
 * Puts the values of the levels (the weakest first) under a request: a later level replaces an earlier
 * one, the request replaces both, and what a level locks nobody after it can change; a locked key
 * without a value is taken out. `null` in a request means "not said".
 */
export function mergeParams(levels: readonly ParamLevel[], request: JsonObject): MergedRequest {
  const values: JsonObject = {};
  const locked = new Set<string>();
  for (const level of levels) {
    for (const [key, value] of Object.entries(readParams(level.params))) {
      if (locked.has(key)) continue;
      for (const name of namesOf(key)) delete values[name];
      values[key] = value;
    }
    for (const key of level.locked) for (const name of namesOf(key)) locked.add(name);
  }
  const merged: JsonObject = {};
  const refused: string[] = [];
  for (const [key, value] of Object.entries(request)) {
    if (locked.has(key)) {
      if (value !== null) refused.push(key);
      continue;
    }
    merged[key] = value;
    if (value !== null) for (const name of namesOf(key)) delete values[name];
  }
  return {
    request: { ...merged, ...values },
    decided: Object.keys(values),
    refused,
  };
}

/** The `params` of the extended API, as keys of the request; what the root says wins. */
export function flattenParams(params: JsonObject, root: JsonObject): JsonObject {
  const said = Object.entries(root).filter(([, value]) => value !== null);
  const names = new Set(said.flatMap(([key]) => namesOf(key)));
  const flat = Object.entries(readParams(params)).filter(([key]) => !names.has(key));
  return { ...root, ...Object.fromEntries(flat) };
}

function mapValues(object: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function jsonOrText(value: Json): Json {
  return typeof value === "string" ? (parseJson(json, value) ?? value) : value;
}

function deepMerge(under: JsonObject, over: JsonObject): JsonObject {
  const merged: JsonObject = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const [one, other] = [jsonObject.safeParse(merged[key]), jsonObject.safeParse(value)];
    merged[key] = one.success && other.success ? deepMerge(one.data, other.data) : value;
  }
  return merged;
}

/** `\n` typed into a form is meant as the character. */
function unescaped(text: string): string {
  return parseJson(z.string(), `"${text.replaceAll('"', '\\"')}"`) ?? text;
}

/** "123:-100, 456:5" as a map from token to bias. */
function biasesOf(text: string): JsonObject {
  const whole = parseJson(jsonObject, text);
  if (whole !== null) return whole;
  const pairs = text.split(",").map((pair) => pair.split(":").map((part) => part.trim()));
  return Object.fromEntries(pairs.map(([token = "", bias = "0"]) => [token, Number(bias)]));
}
