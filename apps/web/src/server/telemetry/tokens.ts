import type { JsonObject } from "@parley/core";
import { z } from "zod";

const count = z.number().nonnegative().optional().catch(undefined);
const usage = z.looseObject({
  prompt_tokens: count,
  input_tokens: count,
  completion_tokens: count,
  output_tokens: count,
});

/** Tokens of a completion, by whichever names its upstream has for them; null where it gave none. */
export function tokensOf(given: JsonObject | null): {
  input: number | null;
  output: number | null;
} {
  const read = usage.safeParse(given).data;
  return {
    input: read?.prompt_tokens ?? read?.input_tokens ?? null,
    output: read?.completion_tokens ?? read?.output_tokens ?? null,
  };
}
