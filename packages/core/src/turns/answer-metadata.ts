import type { ArenaRecord } from "../chat/blind.ts";
import { type JsonObject, jsonObject } from "../json.ts";
import type { Route } from "../models/route.ts";

/** Stored with the answer's row, before anything is asked: a pick survives whatever happens next. */
export function answerMetadata(route: Route): JsonObject {
  const { parley, ...picked } = pickMetadata(route);
  return { ...picked, parley: { modelName: route.requestedName, ...parley } };
}

/** The part of it that tells what an arena picked; empty when none did. */
export function pickMetadata(route: Route) {
  const own = arenaMetadata(route);
  return own.arena === undefined ? {} : { selectedModelId: route.model.id, parley: own };
}

/** What an answer keeps of the arenas on its way, under `metadata.parley`; empty when there were none. */
export function arenaMetadata({ arenas, reveal, model }: Route): { arena?: JsonObject } {
  const [outer] = arenas;
  if (outer === undefined || reveal === null) return {};
  const arena: ArenaRecord = {
    arenaId: outer.arenaId,
    path: arenas.map(({ arenaId }) => arenaId),
    reveal,
    picked: model.id,
    pickedName: model.name,
  };
  return { arena: jsonObject.parse(arena) };
}
