import { commonCounts } from "../chat/blind.ts";
import { isJsonObject, type JsonObject, jsonObject } from "../json.ts";
import { isBlind, type Route } from "../models/route.ts";
import type { CompletionChunk } from "./wire.ts";

/** The model as functions are told it: of a blind route the arena, for what it picked is not told yet. */
export function toldModel(route: Route): { id: string; name: string } {
  const { id, name } = route.model;
  return isBlind(route) ? { id: route.requestedId, name: route.requestedName } : { id, name };
}

/** Pieces of an answer as functions see them, and what becomes of those that they changed. */
export type Veil = {
  hide(chunk: CompletionChunk): JsonObject;
  show(changed: CompletionChunk, original: CompletionChunk): CompletionChunk;
};

/** Hides who answers; of a piece only what is said can then be changed. */
export function veilOf(model: string): Veil {
  return {
    hide({ object, created, choices, usage }) {
      return jsonObject.parse({
        ...(object === undefined ? {} : { object }),
        ...(created === undefined ? {} : { created }),
        ...{ model, choices },
        ...(usage ? { usage: commonCounts(usage) } : {}),
      });
    },
    show: ({ choices }, original) => ({ ...original, choices }),
  };
}

/** A finished branch as filters see it on a blind route. */
export function veiledBody(body: JsonObject, model: string): JsonObject {
  const { messages } = body;
  if (!Array.isArray(messages)) return { ...body, model };
  return { ...body, model, messages: messages.map(veiledMessage) };
}

function veiledMessage(message: JsonObject[string]): JsonObject[string] {
  if (!isJsonObject(message) || !isJsonObject(message.usage)) return message;
  return { ...message, usage: commonCounts(message.usage) };
}
