import type { JsonObject } from "../json.ts";
import type { CompletionChunk, Usage } from "./wire.ts";

/** What a stream of chunks has amounted to so far. Strings only ever grow. */
export type Folded = {
  content: string;
  reasoning: string;
  finishReason: string | null;
  /** The last usage seen: upstreams repeat a running total, so adding them up would count twice. */
  usage: Usage | null;
  toolCalls: ToolCall[];
};

export type ToolCall = { id: string; name: string; arguments: string };

/** What one chunk added. */
export type Delta = { content: string; reasoning: string };

export function emptyFold(): Folded {
  return { content: "", reasoning: "", finishReason: null, usage: null, toolCalls: [] };
}

/**
 * Adds a chunk to what was folded before (in place: this is the path of every chunk) and returns what
 * it added. Only the first choice is folded; a turn asks for one.
 */
export function foldChunk(folded: Folded, chunk: CompletionChunk): Delta {
  if (chunk.usage) folded.usage = chunk.usage;
  const choice = chunk.choices.find((candidate) => (candidate.index ?? 0) === 0);
  if (choice?.finish_reason) folded.finishReason = choice.finish_reason;
  const delta = choice?.delta;
  if (!delta) return { content: "", reasoning: "" };
  for (const call of delta.tool_calls ?? []) {
    const position = positionOf(call.index, folded.toolCalls.length);
    const known = folded.toolCalls[position];
    if (known) {
      known.arguments += call.function?.arguments ?? "";
    } else {
      folded.toolCalls[position] = {
        id: call.id ?? "",
        name: call.function?.name ?? "",
        arguments: call.function?.arguments ?? "",
      };
    }
  }
  // A refusal is an answer to the person who reads it.
  const content = (delta.content ?? "") + (delta.refusal ?? "");
  const reasoning = delta.reasoning_content ?? delta.reasoning ?? "";
  folded.content += content;
  folded.reasoning += reasoning;
  return { content, reasoning };
}

/** No model makes more calls at once; an index beyond would only make an endless list. */
const mostToolCalls = 512;

function positionOf(index: number | undefined, next: number): number {
  if (index === undefined || !Number.isInteger(index)) return next;
  return index >= 0 && index < mostToolCalls ? index : next;
}

/** Tool calls as they are stored: holes (an upstream that skips an index) left out. */
export function toolCallsOf(folded: Folded): JsonObject[] {
  return folded.toolCalls.filter((call) => call !== undefined).map((call) => ({ ...call }));
}
