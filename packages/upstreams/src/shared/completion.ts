import type { Completion, CompletionChunk } from "@parley/core";

type Choice = CompletionChunk["choices"][number];
type Delta = NonNullable<Choice["delta"]>;
type ToolCall = NonNullable<Delta["tool_calls"]>[number];

/** A whole answer as the one chunk that holds all of it. */
export function chunkOf(completion: Completion): CompletionChunk {
  const { choices, ...rest } = completion;
  return {
    ...rest,
    object: "chat.completion.chunk",
    choices: choices.map(({ message, ...choice }) => ({
      ...choice,
      delta: {
        ...message,
        ...(message.tool_calls ? { tool_calls: message.tool_calls.map(withIndex) } : {}),
      },
    })),
  };
}

function withIndex(call: ToolCall, position: number): ToolCall {
  return { ...call, index: call.index ?? position };
}

/** The chunk that holds all of an answer, as OpenAI's whole answer. */
export function completionOf(chunk: CompletionChunk): Completion {
  const { choices, ...rest } = chunk;
  return {
    ...rest,
    object: "chat.completion",
    choices: choices.map(({ delta, ...choice }) => ({
      ...choice,
      message: { content: null, ...delta, role: delta?.role ?? "assistant" },
    })),
  };
}

/** Puts the chunks of an answer with one choice together into one. */
export function joinChunks(chunks: CompletionChunk[]): CompletionChunk {
  let all: CompletionChunk = { choices: [] };
  let delta: Delta = {};
  let finish: string | null = null;
  for (const { choices, ...rest } of chunks) {
    all = { ...all, ...rest };
    const choice = choices[0];
    if (choice === undefined) continue;
    delta = joinDeltas(delta, choice.delta ?? {});
    finish = choice.finish_reason ?? finish;
  }
  return { ...all, choices: [{ index: 0, delta, finish_reason: finish }] };
}

function joinDeltas(before: Delta, next: Delta): Delta {
  const reasoning = joinText(before.reasoning_content, next.reasoning_content);
  const calls = [...(before.tool_calls ?? []), ...(next.tool_calls ?? [])];
  return {
    role: before.role ?? next.role ?? "assistant",
    content: joinText(before.content, next.content),
    ...(reasoning === null ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

function joinText(before: string | null | undefined, next: string | null | undefined) {
  if (before === null || before === undefined) return next ?? null;
  return before + (next ?? "");
}
