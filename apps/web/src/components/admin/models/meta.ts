import { type JsonObject, jsonObject } from "@parley/core";

/** What a model may be noted to be able to; clients are told, under these names. */
export const capabilities = [
  "vision",
  "file_upload",
  "web_search",
  "image_generation",
  "code_interpreter",
  "citations",
] as const;

export function capabilitiesOf(meta: JsonObject): string[] {
  const noted = jsonObject.safeParse(meta.capabilities).data ?? {};
  return capabilities.filter((name) => noted[name] === true);
}

/** Notes with these starter prompts; one that was there keeps what else is noted with it. */
export function withStarters(meta: JsonObject, starters: readonly string[]): JsonObject {
  const { suggestion_prompts: before, ...rest } = meta;
  const known = Array.isArray(before) ? before : [];
  const texts = starters.map((text) => text.trim()).filter((text) => text !== "");
  if (texts.length === 0) return rest;
  const prompts = texts.map((content) => {
    const same = known.find((one) => jsonObject.safeParse(one).data?.content === content);
    return same ?? { content };
  });
  return { ...rest, suggestion_prompts: prompts };
}

/** Notes with these capabilities switched on, the other known ones off; unknown ones stay. */
export function withCapabilities(meta: JsonObject, on: readonly string[]): JsonObject {
  const noted = jsonObject.safeParse(meta.capabilities).data ?? {};
  const changes = capabilities.filter((name) => (noted[name] === true) !== on.includes(name));
  if (changes.length === 0) return meta;
  const changed = Object.fromEntries(changes.map((name) => [name, on.includes(name)]));
  return { ...meta, capabilities: { ...noted, ...changed } };
}
