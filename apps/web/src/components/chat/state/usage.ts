import type { JsonObject } from "@parley/core";

export type Usage = { read: number | null; written: number | null };

/** Token counts, as OpenAI's or Ollama's wire names them; null where they are not given. */
export function usageOf(usage: JsonObject | null): Usage {
  const number = (...keys: string[]) => {
    const value = keys.map((key) => usage?.[key]).find((one) => typeof one === "number");
    return typeof value === "number" ? value : null;
  };
  return {
    read: number("prompt_tokens", "input_tokens", "prompt_eval_count"),
    written: number("completion_tokens", "output_tokens", "eval_count"),
  };
}
