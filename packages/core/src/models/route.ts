import { ParleyError } from "../errors.ts";
import type { ArenaHop } from "./arena.ts";
import type { ArenaReveal } from "./definition.ts";
import type { PresetEntry, Trouble, UpstreamEntry } from "./entries.ts";

/** How a request gets from the model it names to the one that answers. */
export type Route = {
  requestedId: string;
  requestedName: string;
  /** Arenas on the way, outermost first; empty when none was, or when its pick was made before. */
  arenas: ArenaHop[];
  /** Whether the caller may learn the pick: the strictest arena on the way decides. Null: no arena. */
  reveal: ArenaReveal | null;
  /** What answers: a preset or an upstream's model. */
  model: UpstreamEntry | PresetEntry;
  /** From `model` down; empty when it is an upstream's. */
  presets: PresetEntry[];
  base: UpstreamEntry;
};

/** Whether its arena keeps the pick from the caller, for a time or for good. */
export function isBlind({ reveal }: { reveal: ArenaReveal | null }): boolean {
  return reveal !== null && reveal !== "at-once";
}

/** Of two arenas the one that tells less. */
export function stricter(one: ArenaReveal | null, other: ArenaReveal): ArenaReveal {
  const order: ArenaReveal[] = ["at-once", "after-rating", "never"];
  return one === null || order.indexOf(other) > order.indexOf(one) ? other : one;
}

/** "Not there", "not yours" and "switched off" are one answer. */
export function modelNotFound(modelId: string): ParleyError {
  return new ParleyError(
    "model_not_found",
    `There is no model "${modelId.slice(0, 200)}", or it is not yours. GET /v1/models lists what there is.`,
    { param: "model" },
  );
}

/** A model that is there and theirs, but can't answer. */
export function unavailable(trouble: Trouble | null): ParleyError {
  const sentence = trouble?.sentence ?? "This model is unavailable.";
  return new ParleyError("upstream_unavailable", sentence, { param: "model" });
}

/** What a blind arena picked for an answer can't go on with it; which model that is stays hidden. */
export function pickGone(): ParleyError {
  return new ParleyError(
    "upstream_unavailable",
    "The model that was picked for this answer can't go on with it now. Try again later, or have the question answered anew.",
    { param: "model" },
  );
}
