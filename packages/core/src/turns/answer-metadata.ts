import type { Message } from "../chat/message.ts";
import type { JsonObject } from "../json.ts";
import type { Route } from "../models/route.ts";
import { arenaMetadata } from "./arena-metadata.ts";

/** Stored with the answer's row, before anything is asked: a pick survives whatever happens next. */
export function answerMetadata(route: Route): JsonObject {
  const own = arenaMetadata(route);
  return {
    ...(own.arena === undefined ? {} : { selectedModelId: route.model.id }),
    parley: { modelName: route.requestedName, ...own },
  };
}

/** What was thought for an answer so far. */
export function reasoningOf(message: Message): string {
  const own = message.metadata.parley;
  if (own === null || typeof own !== "object" || Array.isArray(own)) return "";
  return typeof own.reasoning === "string" ? own.reasoning : "";
}
