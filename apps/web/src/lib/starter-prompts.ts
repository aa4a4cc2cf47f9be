import type { JsonObject } from "@parley/core";
import { z } from "zod";

const noted = z.array(z.object({ content: z.string() }));

/** The questions that a model's notes offer for a chat that has not begun. */
export function startersOf(meta: JsonObject): string[] {
  const starters = noted.safeParse(meta.suggestion_prompts).data ?? [];
  return starters.map(({ content }) => content).filter((content) => content.trim() !== "");
}
