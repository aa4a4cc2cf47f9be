import type { JsonObject } from "../json.ts";
import type { CompletionChunk } from "./wire.ts";

const encoder = new TextEncoder();

/** One chunk as an event of OpenAI's stream. */
export function encodeChunk(chunk: CompletionChunk): Uint8Array {
  return encoder.encode(`data: ${JSON.stringify(chunk)}\n\n`);
}

/** What ends OpenAI's stream. */
export const doneEvent: Uint8Array = encoder.encode("data: [DONE]\n\n");

export function encodeJson(value: JsonObject | object): Uint8Array {
  return encodeText(JSON.stringify(value));
}

export function encodeText(text: string): Uint8Array {
  return encoder.encode(text);
}
