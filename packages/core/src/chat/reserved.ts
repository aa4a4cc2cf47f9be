import { changesBetween } from "../completion/changes.ts";
import { ParleyError } from "../errors.ts";
import { type Json, type JsonObject, jsonObject } from "../json.ts";
import { shownMetadata } from "./blind.ts";

/** Keys of a message's metadata that Parley writes and later believes; they are nobody else's. */
const reserved = ["parley", "selectedModelId", "originalContent"] as const;

/** Metadata of a new message: what only Parley records is not taken from anybody. */
export function ownFieldsOf(metadata: JsonObject): JsonObject {
  const { parley: _p, selectedModelId: _s, originalContent: _o, ...own } = metadata;
  return own;
}

/**
 * What of a patch by a person is theirs to write. A client may send a whole message back: what Parley
 * records is left out where it is as it was given out, and refused, by its name, where it is not. A
 * rating may stand there as it is; `rate` changes it.
 */
export function ownChange(before: JsonObject, patch: JsonObject): JsonObject {
  // Compared with what they may see: anything else would answer guesses at what is hidden.
  const seen = shownMetadata(before);
  for (const key of reserved) {
    if (patch[key] !== undefined && !isSame(patch[key], seen[key])) {
      throw refused(key, "leave it out, or send it back as you got it");
    }
  }
  const { annotation } = patch;
  if (annotation !== undefined && !isSame(ratingIn(annotation), ratingIn(seen.annotation))) {
    throw refused("annotation.rating", "rate the answer instead");
  }
  return ownFieldsOf(patch);
}

function ratingIn(annotation: Json | undefined): Json | undefined {
  return jsonObject.safeParse(annotation).data?.rating;
}

/** Absent and null are the same. */
function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return changesBetween({ value: one ?? null }, { value: other ?? null }).length === 0;
}

function refused(key: string, instead: string): ParleyError {
  return new ParleyError(
    "invalid_request",
    `metadata.${key} is recorded by Parley and can't be changed this way: ${instead}.`,
    { param: `metadata.${key}` },
  );
}
