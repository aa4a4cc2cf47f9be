import { z } from "zod";
import { type JsonObject, jsonObject } from "../json.ts";
import { type ArenaReveal, arenaReveal } from "../models/definition.ts";
import type { Message } from "./message.ts";

/** What is kept, under `metadata.parley.arena`, of an answer that an arena gave. */
export const arenaRecord = z.looseObject({
  arenaId: z.string(),
  /** Arenas on the way, outermost first. */
  path: z.array(z.string()),
  reveal: arenaReveal,
  picked: z.string(),
  pickedName: z.string(),
});
export type ArenaRecord = z.infer<typeof arenaRecord>;

/** Counts that every server gives alike; what else one counts tells what kind of server it is. */
const commonUsage = z.object({
  prompt_tokens: z.number().optional(),
  completion_tokens: z.number().optional(),
  total_tokens: z.number().optional(),
});
/** Of what a server counted, what every one counts. */
export function commonCounts(usage: JsonObject): JsonObject {
  return jsonObject.parse(commonUsage.catch({}).parse(usage));
}

/** OpenAI's; a server that has others is told by them. */
const commonFinish = z.enum(["stop", "length", "tool_calls", "content_filter", "function_call"]);
const called = z.array(jsonObject);
const failure = z.looseObject({ code: z.string() });
/** Failures that have nothing to do with the model that was picked, nor with its server. */
const notOfTheModel = new Set(["filter_refused", "internal"]);
/** Words, code and status of any other one tell whose it is. */
const silentFailure = {
  code: "upstream_error",
  status: 502,
  message: "The model that was picked could not answer. Try again: another one may be picked.",
};

const veiled = z.looseObject({ traceReveal: arenaReveal });
const kept = z.looseObject({ arena: arenaRecord });
const rated = z.looseObject({ rating: z.union([z.literal(1), z.literal(-1)]) });

/** What an arena chose for this answer; null when none did. */
export function arenaOf(metadata: JsonObject): ArenaRecord | null {
  const own = kept.safeParse(metadata.parley);
  return own.success ? own.data.arena : null;
}

/** When the trace may be told of an answer that came past a blind arena; null when it came past none. */
export function traceRevealOf(metadata: JsonObject): ArenaReveal | null {
  const own = veiled.safeParse(metadata.parley);
  return own.success ? own.data.traceReveal : null;
}

/** May the person who asked know which model of an arena answered? */
export function isRevealed(metadata: JsonObject): boolean {
  const arena = arenaOf(metadata);
  return arena === null || isTold(arena.reveal, metadata);
}

function isTold(reveal: ArenaReveal, { annotation }: JsonObject): boolean {
  return reveal === "at-once" || (reveal === "after-rating" && rated.safeParse(annotation).success);
}

/** Metadata without what would tell, before its time, which model of an arena answered. */
export function shownMetadata(metadata: JsonObject): JsonObject {
  const arena = arenaOf(metadata);
  if (arena === null || isRevealed(metadata)) return withoutVeiledTrace(metadata);
  const { selectedModelId: _, parley, ...rest } = metadata;
  const {
    trace: _trace,
    usage,
    toolCalls,
    finishReason,
    ...own
  } = z.record(z.string(), z.json()).parse(parley);
  const { arenaId, reveal } = arena;
  const failed = failure.safeParse(own.error);
  const counted = commonUsage.safeParse(usage);
  const calls = called.safeParse(toolCalls);
  return {
    ...rest,
    parley: {
      ...own,
      arena: { arenaId, reveal },
      ...(counted.success ? { usage: jsonObject.parse(counted.data) } : {}),
      // Ids of calls begin as each kind of server likes.
      ...(calls.success ? { toolCalls: calls.data.map(numbered) } : {}),
      ...(finishReason === undefined
        ? {}
        : { finishReason: commonFinish.catch("stop").parse(finishReason) }),
      ...(failed.success && !notOfTheModel.has(failed.data.code) ? { error: silentFailure } : {}),
    },
  };
}

function numbered(call: JsonObject, index: number): JsonObject {
  return { ...call, id: `call_${index}` };
}

/** The trace of an answer that a filter sent away from a blind arena tells what that had picked. */
function withoutVeiledTrace(metadata: JsonObject): JsonObject {
  const reveal = traceRevealOf(metadata);
  if (reveal === null || isTold(reveal, metadata)) return metadata;
  const { trace: _, ...parley } = jsonObject.parse(metadata.parley);
  return { ...metadata, parley };
}

/** A message as the person whose chat it is may see it. Every message leaves core through this. */
export function shown<M extends Message>(message: M): M {
  const metadata = shownMetadata(message.metadata);
  return metadata === message.metadata ? message : { ...message, metadata };
}
