import { z } from "zod";
import { type Json, json } from "../json.ts";
import type { Completion, CompletionChunk } from "./wire.ts";

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
      message: {
        content: null,
        ...delta,
        role: delta?.role ?? "assistant",
        ...(delta?.tool_calls ? { tool_calls: delta.tool_calls.map(withoutIndex) } : {}),
      },
    })),
  };
}

/** Only in a stream do calls need one. */
function withoutIndex({ index: _, ...call }: ToolCall): ToolCall {
  return call;
}

/** Puts the chunks of an answer with one choice together into one. */
export function joinChunks(chunks: CompletionChunk[]): CompletionChunk {
  let all: CompletionChunk = { choices: [] };
  let delta: Delta = {};
  let finish: string | null = null;
  const logprobs: Json[] = [];
  for (const { choices, ...rest } of chunks) {
    all = { ...all, ...rest };
    const choice = choices[0];
    if (choice === undefined) continue;
    delta = joinDeltas(delta, choice.delta ?? {});
    finish = choice.finish_reason ?? finish;
    logprobs.push(...(tokenList.safeParse(choice.logprobs).data?.content ?? []));
  }
  const tokens = logprobs.length > 0 ? { logprobs: { content: logprobs, refusal: null } } : {};
  return { ...all, choices: [{ index: 0, delta, finish_reason: finish, ...tokens }] };
}

const tokenList = z.looseObject({ content: z.array(json) });

function joinDeltas(before: Delta, next: Delta): Delta {
  const reasoning = joinText(before.reasoning_content, next.reasoning_content);
  const calls = joinCalls(before.tool_calls ?? [], next.tool_calls ?? []);
  return {
    role: before.role ?? next.role ?? "assistant",
    content: joinText(before.content, next.content),
    ...(reasoning === null ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

function joinCalls(before: ToolCall[], next: ToolCall[]): ToolCall[] {
  const all = [...before];
  for (const call of next) {
    const at = all.findIndex(({ index }) => index !== undefined && index === call.index);
    const begun = all[at];
    if (begun === undefined) all.push(call);
    else
      all[at] = {
        ...begun,
        function: { ...begun.function, arguments: joinArguments(begun, call) },
      };
  }
  return all;
}

function joinArguments(before: ToolCall, next: ToolCall): string {
  return (before.function?.arguments ?? "") + (next.function?.arguments ?? "");
}

function joinText(before: string | null | undefined, next: string | null | undefined) {
  if (before === null || before === undefined) return next ?? null;
  return before + (next ?? "");
}
