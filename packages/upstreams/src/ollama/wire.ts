import { json, jsonObject } from "@parley/core";
import { z } from "zod";

/** Ollama's messages as Parley reads them; see https://docs.ollama.com/api/chat. Durations are in nanoseconds. */
const toolCall = z.looseObject({
  id: z.string().nullish(),
  function: z.looseObject({
    name: z.string().nullish(),
    /** An object; servers that imitate Ollama also send text, whole or in pieces. */
    arguments: z.union([z.string(), jsonObject, z.null()]).optional(),
  }),
});
export type LineToolCall = z.infer<typeof toolCall>;

export const chatLine = z.looseObject({
  model: z.string().optional(),
  created_at: z.string().optional(),
  message: z
    .looseObject({
      content: z.string().nullish(),
      thinking: z.string().nullish(),
      tool_calls: z.array(toolCall).nullish(),
    })
    .optional(),
  /** Asked for with `logprobs`: the tokens of this line. */
  logprobs: z.array(json).nullish(),
  done: z.boolean().optional(),
  done_reason: z.string().nullish(),
  total_duration: z.number().optional(),
  load_duration: z.number().optional(),
  prompt_eval_count: z.number().optional(),
  prompt_eval_duration: z.number().optional(),
  eval_count: z.number().optional(),
  eval_duration: z.number().optional(),
  error: z.unknown().optional(),
});
export type ChatLine = z.infer<typeof chatLine>;

const listed = z.looseObject({
  name: z.string().min(1).optional(),
  model: z.string().min(1).optional(),
  details: z
    .looseObject({ parameter_size: z.string().nullish(), quantization_level: z.string().nullish() })
    .nullish(),
});
export const tags = z.looseObject({ models: z.array(listed).nullable() });
