import type { ChatCompletion, ChatCompletionChunk } from "openai/resources/chat/completions";
import { type AnswerContext, type Protocol, tokens, type Whole } from "./protocol.ts";

type Choice = ChatCompletionChunk["choices"][number];
type Delta = Choice["delta"] & { reasoning_content?: string };

const created = 1_760_000_000;
const usage = {
  prompt_tokens: tokens.prompt,
  completion_tokens: tokens.completion,
  total_tokens: tokens.prompt + tokens.completion,
};

function event(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

function chunk(
  { id, model }: AnswerContext,
  delta: Delta,
  finish: Choice["finish_reason"] = null,
): string {
  return event({
    id,
    object: "chat.completion.chunk",
    created,
    model,
    choices: [{ index: 0, delta, finish_reason: finish }],
  } satisfies ChatCompletionChunk);
}

function toolCalls(calls: Whole["tools"]) {
  return calls.map((call, index) => ({
    index,
    id: `call_${index}`,
    type: "function" as const,
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }));
}

export const openai: Protocol = {
  streamType: "text/event-stream; charset=utf-8",
  streamsByDefault: false,
  done: "data: [DONE]\n\n",
  opening: (context) => chunk(context, { role: "assistant", content: "" }),
  text: (context, text) => chunk(context, { content: text }),
  think: (context, text) => chunk(context, { reasoning_content: text }),
  tool(context, call) {
    const [whole] = toolCalls([call]);
    const { name, arguments: text } = whole?.function ?? { name: "", arguments: "" };
    const half = Math.ceil(text.length / 2);
    const start = { index: 0, id: "call_0", type: "function" as const };
    return (
      chunk(context, { tool_calls: [{ ...start, function: { name, arguments: "" } }] }) +
      chunk(context, { tool_calls: [{ index: 0, function: { arguments: text.slice(0, half) } }] }) +
      chunk(context, { tool_calls: [{ index: 0, function: { arguments: text.slice(half) } }] })
    );
  },
  failure: (message) =>
    event({ error: { message, type: "server_error", code: "scripted_failure", param: null } }),
  closing(context, called) {
    const { id, model } = context;
    const last = chunk(context, {}, called ? "tool_calls" : "stop");
    if (!context.includeUsage) return last;
    const counted: ChatCompletionChunk = {
      id,
      object: "chat.completion.chunk",
      created,
      model,
      choices: [],
      usage,
    };
    return last + event(counted);
  },
  whole({ id, model }, { text, thinking, tools }) {
    const message = {
      role: "assistant" as const,
      content: tools.length > 0 ? null : text,
      refusal: null,
      ...(thinking === "" ? {} : { reasoning_content: thinking }),
      ...(tools.length === 0
        ? {}
        : { tool_calls: toolCalls(tools).map(({ index: _, ...call }) => call) }),
    };
    return JSON.stringify({
      id,
      object: "chat.completion",
      created,
      model,
      choices: [
        {
          index: 0,
          message,
          logprobs: null,
          finish_reason: tools.length > 0 ? "tool_calls" : "stop",
        },
      ],
      usage,
    } satisfies ChatCompletion);
  },
  refusal: (status, message) =>
    JSON.stringify({
      error: {
        message,
        type: "scripted_error",
        code: `scripted_${status}`,
        param: status === 400 ? "messages" : null,
      },
    }),
};

export function openaiModels(models: string[]): string {
  return JSON.stringify({
    object: "list",
    data: models.map((id) => ({ id, object: "model", created, owned_by: "parley-e2e" })),
  });
}
