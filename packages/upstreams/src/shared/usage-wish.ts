import type { CompletionRequest } from "@parley/core";
import { z } from "zod";

const usageWish = z.looseObject({ include_usage: z.literal(true) });

/** Whether a streamed answer's usage is to come in a chunk of its own, as OpenAI sends it when asked. */
export function wantsUsageApart(request: CompletionRequest): boolean {
  return request.stream === true && usageWish.safeParse(request.stream_options).success;
}
