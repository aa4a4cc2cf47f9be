import { z } from "zod";
import { type CompletionChunk, completionChunk, type Usage } from "../completion/wire.ts";
import { json, parseJson } from "../json.ts";

/** More calls of tools in one answer than any model makes; a larger index would only cost memory. */
const lastToolCall = 127;

/** A value of another kind is as good as none. */
const text = z.string().optional().catch(undefined);
const word = z
  .string()
  .regex(/^[\w.:-]{1,200}$/)
  .optional()
  .catch(undefined);
const count = z.number().int().min(0).optional().catch(undefined);

const toolCall = z.object({
  index: z.number().int().min(0).max(lastToolCall).default(0),
  id: word,
  function: z.object({ name: word, arguments: text }).optional().catch(undefined),
});

const delta = z.object({
  role: z.literal("assistant").optional().catch(undefined),
  content: text,
  reasoning: text,
  reasoning_content: text,
  refusal: text,
  tool_calls: z
    .array(z.unknown())
    .transform((calls) => calls.flatMap((call) => toolCall.safeParse(call).data ?? []))
    .optional()
    .catch(undefined),
});

const choice = z.object({
  index: z.literal(0).default(0),
  delta: delta.default({}),
  finish_reason: z
    .string()
    .regex(/^[a-z_-]{1,40}$/i)
    .nullable()
    .default(null)
    .catch(null),
});

const usage = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  total_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: count }).optional().catch(undefined),
  completion_tokens_details: z.object({ reasoning_tokens: count }).optional().catch(undefined),
});

const sent = z.object({
  id: word,
  choices: z.array(z.unknown()).default([]).catch([]),
  usage: usage.nullish().catch(null),
});

/**
 * A chunk made anew from what a browser sent: keys that are listed here, with values of the right kind,
 * and nothing else, whatever it is called. Null when the text is no JSON object. Only the first choice
 * is taken; a turn asks for one.
 */
export function rebuildChunk(source: string): CompletionChunk | null {
  const parsed = sent.safeParse(parseJson(json, source));
  if (!parsed.success) return null;
  const { id, choices, usage } = parsed.data;
  return completionChunk.parse({
    ...(id === undefined ? {} : { id }),
    choices: choices.flatMap((one) => choice.safeParse(one).data ?? []).slice(0, 1),
    ...(usage === null || usage === undefined ? {} : { usage: given(usage) }),
  });
}

function given(counted: z.infer<typeof usage>): Usage {
  const { prompt_tokens_details: prompt, completion_tokens_details: completion } = counted;
  const entries: [string, number | undefined][] = [
    ["prompt_tokens", counted.prompt_tokens],
    ["completion_tokens", counted.completion_tokens],
    ["total_tokens", counted.total_tokens],
  ];
  const known = entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
  return {
    ...Object.fromEntries(known),
    ...(prompt?.cached_tokens === undefined
      ? {}
      : { prompt_tokens_details: { cached_tokens: prompt.cached_tokens } }),
    ...(completion?.reasoning_tokens === undefined
      ? {}
      : { completion_tokens_details: { reasoning_tokens: completion.reasoning_tokens } }),
  };
}
