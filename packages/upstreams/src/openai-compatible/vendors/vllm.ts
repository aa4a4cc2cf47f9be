import { developerAsSystem, thinkingBackAs } from "./changes.ts";
import type { Vendor } from "./vendor.ts";

/**
 * https://docs.vllm.ai/en/latest/serving/openai_compatible_server. Roles go straight into a model's
 * template, and most know no developer. An error in mid-stream may come without OpenAI's envelope.
 */
export const vllm: Vendor = {
  name: "vLLM",
  owner: /^vllm$/,
  request: [developerAsSystem, thinkingBackAs("reasoning")],
  chunk: (chunk) => (chunk.object === "error" ? { error: chunk } : chunk),
};
