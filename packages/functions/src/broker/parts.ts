import type { Json } from "@parley/core";
import { Refusal } from "./refusal.ts";

const deepest = 100;

/**
 * Refuses a value of more parts than these, or one that is nested too deeply, before a schema looks at it:
 * schemas look at each part, which for millions of them takes seconds.
 */
export function demandParts(value: Json, most: number): void {
  let count = 0;
  let level: Json[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) throw new Refusal("This is nested too deeply.");
    const next: Json[] = [];
    for (const part of level) {
      if (typeof part !== "object" || part === null) continue;
      const inner = Array.isArray(part) ? part : Object.values(part);
      count += inner.length;
      if (count > most) throw new Refusal("This has too many parts.");
      for (const one of inner) next.push(one);
    }
    level = next;
  }
}
