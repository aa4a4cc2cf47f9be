import type { CompletionChunk, Json, JsonObject } from "@parley/core";
import { callsIn, type SeenCall } from "./tool-calls.ts";
import type { ChatLine } from "./wire.ts";

/** What has to be known of an answer to turn its next line into chunks. */
export type StreamState = {
  /** The same for all chunks. */
  id: string;
  /** Used until a line names one. */
  model: string;
  /** Seconds since 1970. */
  created: number;
  /** Whether usage comes in a chunk of its own (asked for by `stream_options`) or with the last one. */
  usageApart: boolean;
  begun: boolean;
  /** The tool calls so far, by their index. */
  calls: SeenCall[];
  done: boolean;
};

export function startState(
  start: Pick<StreamState, "id" | "model" | "created" | "usageApart">,
): StreamState {
  return { ...start, begun: false, calls: [], done: false };
}

type Choice = CompletionChunk["choices"][number];
type Delta = NonNullable<Choice["delta"]>;

/**
 * One line of Ollama's stream (or its whole answer, which has the same shape) as OpenAI chunks.
 * The finish reason comes exactly once, with the done line.
 */
export function fromChunk(state: StreamState, line: ChatLine): [StreamState, CompletionChunk[]] {
  if (state.done) return [state, []];
  const [calls, callDeltas] = callsIn(line.message?.tool_calls ?? [], state.calls, state.id);
  const delta = deltaOf(line, callDeltas);
  const says = Object.keys(delta).length > 0;
  const done = line.done === true;
  const next = { ...state, calls, done, begun: state.begun || says || done };
  const chunks: CompletionChunk[] = [];
  if (says || (done && !state.begun)) {
    const choice = { delta: state.begun ? delta : opening(delta), ...logprobsOf(line) };
    chunks.push(chunk(state, line, choice));
  }
  if (done) chunks.push(...closing(next, line));
  return [next, chunks];
}

function opening(delta: Delta): Delta {
  return { role: "assistant", content: "", ...delta };
}

function deltaOf({ message }: ChatLine, calls: NonNullable<Delta["tool_calls"]>): Delta {
  return {
    ...(message?.content ? { content: message.content } : {}),
    ...(message?.thinking ? { reasoning_content: message.thinking } : {}),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
}

function logprobsOf({ logprobs }: ChatLine): { logprobs?: Json } {
  return logprobs && logprobs.length > 0 ? { logprobs: { content: logprobs, refusal: null } } : {};
}

function closing(state: StreamState, line: ChatLine): CompletionChunk[] {
  const last = chunk(state, line, { delta: {}, finish_reason: finishReason(state, line) });
  const usage = usageOf(line);
  if (usage === null) return [last];
  if (!state.usageApart) return [{ ...last, usage }];
  return [last, { ...head(state, line), choices: [], usage }];
}

function finishReason(state: StreamState, line: ChatLine): string {
  if (state.calls.length > 0) return "tool_calls";
  return line.done_reason === "length" ? "length" : "stop";
}

function head(state: StreamState, line: ChatLine) {
  return {
    id: state.id,
    object: "chat.completion.chunk",
    created: state.created,
    model: line.model ?? state.model,
  };
}

function chunk(state: StreamState, line: ChatLine, choice: Choice): CompletionChunk {
  return { ...head(state, line), choices: [{ index: 0, finish_reason: null, ...choice }] };
}

const rawCounters = [
  "total_duration",
  "load_duration",
  "prompt_eval_count",
  "prompt_eval_duration",
  "eval_count",
  "eval_duration",
] as const;

/**
 * OpenAI's three counts, the same under the names of OpenAI's newer API, speeds in tokens a second,
 * and Ollama's own figures (durations in nanoseconds); null when there are none.
 */
function usageOf(line: ChatLine): JsonObject | null {
  const raw: JsonObject = {};
  for (const name of rawCounters) {
    const value = line[name];
    if (value !== undefined) raw[name] = value;
  }
  if (Object.keys(raw).length === 0) return null;
  // Ollama leaves out the count of a prompt that it had in its cache.
  const prompt = line.prompt_eval_count ?? 0;
  const completion = line.eval_count ?? 0;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    input_tokens: prompt,
    output_tokens: completion,
    ...speed("prompt_token/s", prompt, line.prompt_eval_duration),
    ...speed("response_token/s", completion, line.eval_duration),
    ...raw,
  };
}

/** Left out where nothing was measured. */
function speed(name: string, count: number, nanoseconds = 0): JsonObject {
  return nanoseconds > 0 ? { [name]: Math.round((count * 1e11) / nanoseconds) / 100 } : {};
}
