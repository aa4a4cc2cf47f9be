import {
  type CompletionRequest,
  type Json,
  type JsonObject,
  json,
  jsonObject,
  parseJson,
} from "@parley/core";
import { z } from "zod";

/** Keys that Ollama reads under `options` and OpenAI's clients send at the root, by their names there. */
const samplingKeys = [
  "temperature",
  "top_p",
  "top_k",
  "min_p",
  "typical_p",
  "seed",
  "presence_penalty",
  "frequency_penalty",
  "repeat_penalty",
  "repeat_last_n",
  "mirostat",
  "mirostat_eta",
  "mirostat_tau",
  "num_ctx",
  "num_keep",
  "num_predict",
  "num_batch",
  "num_gpu",
  "main_gpu",
  "num_thread",
  "use_mmap",
  "use_mlock",
] as const;

/** Options that are texts; Ollama refuses a number or a switch that is written as one. */
const textKeys = new Set(["stop"]);

/** Keys of `options` that have another place: Ollama's root, another name, or a message. */
const movedKeys = new Set(["format", "keep_alive", "think", "max_tokens", "system"]);

const optionsObject = jsonObject.catch({});

/** The caller's own `options`, read as data. */
function nativeOptions(request: CompletionRequest): JsonObject {
  return optionsObject.parse(request.options ?? {});
}

/** What Ollama wants under `options`. What the caller put there itself wins over the root's keys. */
export function optionsOf(request: CompletionRequest): JsonObject {
  const root = optionsObject.parse(request);
  const native = nativeOptions(request);
  const options: JsonObject = {};
  const put = (name: string, value: Json | undefined) => {
    if (value === undefined || value === null) return;
    options[name] = textKeys.has(name) ? value : untexted(value);
  };
  for (const key of samplingKeys) put(key, root[key]);
  put("num_predict", root.max_completion_tokens ?? root.max_tokens);
  put("stop", listed(root.stop));
  put("num_predict", native.max_tokens);
  for (const [key, value] of Object.entries(native)) {
    if (!movedKeys.has(key)) put(key, key === "stop" ? listed(value) : value);
  }
  return options;
}

function listed(stop: Json | undefined): Json | undefined {
  return typeof stop === "string" ? [stop] : stop;
}

const plainValue = z.union([z.number(), z.boolean()]);

/** Forms send numbers and switches as text. */
function untexted(value: Json): Json {
  return typeof value === "string" ? (parseJson(plainValue, value) ?? value) : value;
}

/** The system prompt among the options; `/api/chat` reads none there, nor at the root. */
export function systemOf(request: CompletionRequest): string | null {
  const { system } = nativeOptions(request);
  return typeof system === "string" && system !== "" ? system : null;
}

const responseFormat = z.looseObject({ type: z.string() });
const withSchema = z.looseObject({ schema: jsonObject });

/** `format` from OpenAI's `response_format`: "json", a JSON schema, or nothing. */
export function formatOf(request: CompletionRequest): Json | undefined {
  const native = json.safeParse(request.format ?? nativeOptions(request).format);
  if (native.success) return parsedIfText(native.data);
  const wanted = responseFormat.safeParse(request.response_format);
  if (!wanted.success) return undefined;
  // The schema is under a key with the type's name; some clients put it right beside the type.
  for (const place of [wanted.data[wanted.data.type], wanted.data]) {
    const found = withSchema.safeParse(place);
    if (found.success) return found.data.schema;
  }
  return wanted.data.type === "json_object" ? "json" : undefined;
}

/** Forms send a schema as text; the word "json" stays as it is. */
function parsedIfText(value: Json): Json {
  return typeof value === "string" ? (parseJson(jsonObject, value) ?? value) : value;
}

const efforts: Record<string, Json> = {
  none: false,
  minimal: "low",
  low: "low",
  medium: "medium",
  high: "high",
  xhigh: "high",
};

/** `think` as given, or from OpenAI's `reasoning_effort` (also in its `reasoning: {effort}` form). */
export function thinkOf(request: CompletionRequest): Json | undefined {
  const think = z
    .union([z.boolean(), z.string()])
    .safeParse(request.think ?? nativeOptions(request).think);
  if (think.success) return typeof think.data === "string" ? untexted(think.data) : think.data;
  const nested = z.looseObject({ effort: z.string() }).safeParse(request.reasoning);
  const effort = nested.success ? nested.data.effort : request.reasoning_effort;
  return typeof effort === "string" ? efforts[effort] : undefined;
}

/** How long the model stays loaded: a number of seconds or a text such as "10m". */
export function keepAliveOf(request: CompletionRequest): Json | undefined {
  const value = request.keep_alive ?? nativeOptions(request).keep_alive;
  const parsed = z.union([z.string(), z.number()]).safeParse(value);
  // "-1" is no duration for Ollama, -1 is.
  return parsed.success ? untexted(parsed.data) : undefined;
}

/** Keys of the root that Ollama knows by the same names. */
const sameKeys = ["logprobs", "top_logprobs", "truncate", "shift"] as const;

export function sameKeysOf(request: CompletionRequest): JsonObject {
  const root = optionsObject.parse(request);
  const kept: JsonObject = {};
  for (const key of sameKeys) {
    const value = root[key];
    if (value !== undefined && value !== null) kept[key] = value;
  }
  return kept;
}
