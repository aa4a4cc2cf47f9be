import type { JsonObject } from "@parley/core";
import { z } from "zod";

/** 1: a good answer, -1: a bad one. */
export type Rating = 1 | -1;

const rated = z.looseObject({ rating: z.union([z.literal(1), z.literal(-1)]) });

/** What the person said about an answer; null when nothing. */
export function ratingOf(metadata: JsonObject): Rating | null {
  return rated.safeParse(metadata.annotation).data?.rating ?? null;
}
