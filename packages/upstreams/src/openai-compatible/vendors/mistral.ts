import { createHash } from "node:crypto";
import type { Json, JsonObject, WireMessage } from "@parley/core";
import { z } from "zod";
import { developerAsSystem, eachMessage, noThinkingBack, rename, without } from "./changes.ts";
import type { Vendor } from "./vendor.ts";

const textPart = z.looseObject({ type: z.literal("text"), text: z.string() });
const thinkingPart = z.looseObject({ type: z.literal("thinking"), thinking: z.array(z.unknown()) });

/** Content in parts, of which some are thinking, as OpenAI's two texts. */
function delta(given: JsonObject): JsonObject {
  if (!Array.isArray(given.content)) return given;
  let [content, thinking] = ["", ""];
  for (const part of given.content) {
    content += textOf(part);
    const thought = thinkingPart.safeParse(part);
    if (thought.success) thinking += thought.data.thinking.map(textOf).join("");
  }
  return { ...given, content, ...(thinking === "" ? {} : { reasoning_content: thinking }) };
}

function textOf(part: unknown): string {
  return textPart.safeParse(part).data?.text ?? "";
}

const calls = z.array(z.looseObject({ id: z.string() }));

/** Ids of calls that another model made are too long here; the same id always becomes the same. */
function withShortIds(message: WireMessage): WireMessage {
  const made = calls.safeParse(message.tool_calls);
  const answered = message.tool_call_id;
  return {
    ...message,
    ...(made.success
      ? { tool_calls: made.data.map((call) => ({ ...call, id: shortId(call.id) })) }
      : {}),
    ...(typeof answered === "string" ? { tool_call_id: shortId(answered) } : {}),
  };
}

function shortId(id: string): Json & string {
  if (/^[A-Za-z0-9]{9}$/.test(id)) return id;
  return createHash("sha256").update(id).digest("hex").slice(0, 9);
}

/**
 * https://docs.mistral.ai/api. It refuses keys that it doesn't know; usage comes at the end of every
 * stream, unasked.
 */
export const mistral: Vendor = {
  name: "Mistral",
  host: /(?:^|\.)mistral\.ai$/,
  request: [
    rename("max_completion_tokens", "max_tokens"),
    rename("seed", "random_seed"),
    without("stream_options"),
    developerAsSystem,
    noThinkingBack,
    eachMessage(withShortIds),
  ],
  delta,
  rewritesBytes: true,
};
