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
  "num_thread",
] as const;

/** Keys of `options` that Ollama reads at the root. */
const rootKeys = new Set(["format", "keep_alive", "think", "max_tokens"]);

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
    if (value !== undefined && value !== null) options[name] = value;
  };
  for (const key of samplingKeys) put(key, root[key]);
  put("num_predict", root.max_completion_tokens ?? root.max_tokens);
  put("stop", typeof root.stop === "string" ? [root.stop] : root.stop);
  put("num_predict", native.max_tokens);
  for (const [key, value] of Object.entries(native)) {
    if (!rootKeys.has(key)) put(key, value);
  }
  return options;
}

const schemaFormat = z.looseObject({
  type: z.literal("json_schema"),
  json_schema: z.looseObject({ schema: jsonObject }),
});

/** `format` from OpenAI's `response_format`: "json", a JSON schema, or nothing. */
export function formatOf(request: CompletionRequest): Json | undefined {
  const native = json.safeParse(request.format ?? nativeOptions(request).format);
  if (native.success) return parsedIfText(native.data);
  const schema = schemaFormat.safeParse(request.response_format);
  if (schema.success) return schema.data.json_schema.schema;
  const object = z
    .looseObject({ type: z.literal("json_object") })
    .safeParse(request.response_format);
  return object.success ? "json" : undefined;
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
  if (think.success) return think.data;
  const nested = z.looseObject({ effort: z.string() }).safeParse(request.reasoning);
  const effort = nested.success ? nested.data.effort : request.reasoning_effort;
  return typeof effort === "string" ? efforts[effort] : undefined;
}

/** How long the model stays loaded: a number of seconds or a text such as "10m". */
export function keepAliveOf(request: CompletionRequest): Json | undefined {
  const value = request.keep_alive ?? nativeOptions(request).keep_alive;
  const parsed = z.union([z.string(), z.number()]).safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
