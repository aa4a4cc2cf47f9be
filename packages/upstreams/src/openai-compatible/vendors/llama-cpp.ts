import { jsonObject } from "@parley/core";
import { developerAsSystem, thinkingBackAs } from "./changes.ts";
import type { Vendor } from "./vendor.ts";

/**
 * https://github.com/ggml-org/llama.cpp/tree/master/tools/server. Its last chunk has `timings`: counts
 * and speeds, also when no usage was asked for.
 */
export const llamaCpp: Vendor = {
  name: "llama.cpp",
  owner: /^llamacpp$/,
  request: [developerAsSystem, thinkingBackAs("reasoning_content")],
  chunk(chunk) {
    const timings = jsonObject.safeParse(chunk.timings);
    if (!timings.success) return chunk;
    const { prompt_n: read, cache_n: cached, predicted_n: written } = timings.data;
    const prompt = Number(read ?? 0) + Number(cached ?? 0);
    const completion = Number(written ?? 0);
    const counted = {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
    };
    const usage = jsonObject.safeParse(chunk.usage);
    return { ...chunk, usage: { ...counted, ...usage.data, ...timings.data } };
  },
};
