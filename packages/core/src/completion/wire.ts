import { z } from "zod";
import { type JsonObject, json, jsonObject } from "../json.ts";

/**
 * The OpenAI Chat Completions wire format, as far as Parley looks at it. Everything else passes
 * through: all objects are loose, because clients and upstreams are ahead of any list we could keep.
 * Source: OpenAI API reference, "Chat Completions".
 */
export const wireMessage = z.looseObject({
  role: z.string(),
  content: z.union([z.string(), z.array(z.record(z.string(), json)), z.null()]).optional(),
});
export type WireMessage = z.infer<typeof wireMessage>;

export const completionRequest = z.looseObject({
  model: z.string().min(1, "name a model"),
  messages: z.array(wireMessage).min(1, "send at least one message"),
  stream: z.boolean().nullish(),
});
export type CompletionRequest = z.infer<typeof completionRequest>;

const toolCallDelta = z.looseObject({
  index: z.number().optional(),
  id: z.string().nullish(),
  function: z
    .looseObject({ name: z.string().nullish(), arguments: z.string().nullish() })
    .optional(),
});

const delta = z.looseObject({
  role: z.string().nullish(),
  content: z.string().nullish(),
  /** DeepSeek's and vLLM's name for thinking. */
  reasoning_content: z.string().nullish(),
  /** OpenRouter's and Groq's name for thinking. */
  reasoning: z.string().nullish(),
  refusal: z.string().nullish(),
  tool_calls: z.array(toolCallDelta).nullish(),
});

/** One streamed chunk: `object: "chat.completion.chunk"`. */
export const completionChunk = z.looseObject({
  id: z.string().optional(),
  model: z.string().optional(),
  created: z.number().optional(),
  choices: z
    .array(
      z.looseObject({
        index: z.number().optional(),
        delta: delta.optional(),
        finish_reason: z.string().nullish(),
      }),
    )
    .default([]),
  usage: jsonObject.nullish(),
});
export type CompletionChunk = z.infer<typeof completionChunk>;

/** A whole answer: `object: "chat.completion"`. */
export const completion = z.looseObject({
  id: z.string().optional(),
  model: z.string().optional(),
  created: z.number().optional(),
  choices: z.array(
    z.looseObject({
      index: z.number().optional(),
      message: delta,
      finish_reason: z.string().nullish(),
    }),
  ),
  usage: jsonObject.nullish(),
});
export type Completion = z.infer<typeof completion>;

/** Usage as upstreams name it, kept whole. */
export type Usage = JsonObject;
