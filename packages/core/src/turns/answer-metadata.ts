import { type ArenaRecord, arenaOf, traceRevealOf } from "../chat/blind.ts";
import { parleyMetadataOf } from "../chat/message.ts";
import { type JsonObject, jsonObject } from "../json.ts";
import type { ArenaReveal } from "../models/definition.ts";
import { isBlind, type Route, stricter } from "../models/route.ts";
import type { Turn, TurnOptions } from "./running.ts";

/** What an answer keeps of arenas. */
export type KeptPick = {
  selectedModelId: string | null;
  arena: ArenaRecord | null;
  /** When the trace may be told, if a blind arena is in it that did not choose what answers. */
  traceReveal: ArenaReveal | null;
};

/** Stored with the answer's row, before anything is asked: a pick survives whatever happens next. */
export function answerMetadata(route: Route, { told }: TurnOptions = {}): JsonObject {
  const picked = pickMetadata(route);
  const filterIds = told?.filter_ids;
  return {
    ...picked,
    parley: {
      modelName: route.requestedName,
      // The next question of the chat begins with the same filters switched on.
      ...(filterIds === undefined ? {} : { filterIds }),
      ...picked?.parley,
    },
  };
}

/** What a turn goes on with: the filters that were on, unless its caller says which are. */
export function resumedOptions(metadata: JsonObject, options: TurnOptions = {}): TurnOptions {
  const { filterIds } = parleyMetadataOf(metadata);
  if (filterIds === undefined || options.told?.filter_ids !== undefined) return options;
  return { ...options, told: { ...options.told, filter_ids: filterIds } };
}

/** The part of it that tells what an arena picked; null when none did. */
export function pickMetadata(route: Route) {
  const arena = arenaRecordOf(route);
  if (arena === null) return null;
  return { selectedModelId: route.model.id, parley: { arena: jsonObject.parse(arena) } };
}

/** What an answer keeps that carries this metadata; null where no arena was near. */
export function pickOf(metadata: JsonObject): KeptPick | null {
  const { selectedModelId: id } = metadata;
  const selectedModelId = typeof id === "string" ? id : null;
  const arena = arenaOf(metadata);
  const traceReveal = traceRevealOf(metadata);
  const isNone = selectedModelId === null && arena === null && traceReveal === null;
  return isNone ? null : { selectedModelId, arena, traceReveal };
}

/** What it keeps when a filter sends its request to another route: what is picked there, or nothing. */
export function pickAfterMove(
  { route, moved, metadata }: Pick<Turn, "route" | "moved" | "metadata">,
  to: Route,
): KeptPick | null {
  const { to: from, pick: kept } = moved ?? { to: route, pick: pickOf(metadata) };
  if (kept === null && from.reveal === null && to.reveal === null) return null;
  const before = kept ?? { selectedModelId: null, arena: null, traceReveal: null };
  const arena = arenaRecordOf(to);
  // The arena is the one that chose for this answer before, and was not asked again.
  const stays = arena === null && to.reveal !== null;
  const left = stays ? [from.reveal] : [from.reveal, before.arena?.reveal ?? null];
  const traceReveal = left
    .filter((reveal) => isBlind({ reveal }))
    .reduce((one, other) => (other === null ? one : stricter(one, other)), before.traceReveal);
  if (stays) return { ...before, traceReveal };
  return { selectedModelId: arena?.picked ?? null, arena, traceReveal };
}

/** A pick as it is stored: what is gone is said to be gone, because metadata merges. */
export function metadataOf({ selectedModelId, arena, traceReveal }: KeptPick) {
  const parley: JsonObject = {
    arena: arena === null ? null : jsonObject.parse(arena),
    ...(traceReveal === null ? {} : { traceReveal }),
  };
  return { selectedModelId, parley };
}

function arenaRecordOf({ arenas, reveal, model }: Route): ArenaRecord | null {
  const [outer] = arenas;
  if (outer === undefined || reveal === null) return null;
  return {
    arenaId: outer.arenaId,
    path: arenas.map(({ arenaId }) => arenaId),
    reveal,
    picked: model.id,
    pickedName: model.name,
  };
}
