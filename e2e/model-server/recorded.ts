import type { ServerResponse } from "node:http";
import type { ChatCompletion, ChatCompletionMessage } from "openai/resources/chat/completions";

type Choice = ChatCompletion["choices"][number];
type Kept = Omit<ChatCompletion, "choices"> & { choices: Choice[]; [other: string]: unknown };

const usage = {
  prompt_tokens: 31,
  completion_tokens: 12,
  total_tokens: 43,
  prompt_tokens_details: { cached_tokens: 16, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 4, accepted_prediction_tokens: 0 },
};

function kept(choices: Partial<Choice>[], more: Record<string, unknown> = {}): Kept {
  return {
    id: "chatcmpl-Recorded1",
    object: "chat.completion",
    created: 1_760_000_000,
    model: "recorded-2025-10-01",
    service_tier: "default",
    system_fingerprint: "fp_recorded",
    choices: choices.map((choice, index) => ({
      index,
      finish_reason: "stop",
      logprobs: null,
      message: said({}),
      ...choice,
    })),
    usage,
    ...more,
  };
}

function said(message: Partial<ChatCompletionMessage> & object): ChatCompletionMessage {
  return { role: "assistant", content: null, refusal: null, ...message };
}

function called(index: number, name: string, value: object) {
  const id = `call_Recorded${index}`;
  return { id, type: "function" as const, function: { name, arguments: JSON.stringify(value) } };
}

function probable(token: string, logprob: number) {
  const bytes = [...Buffer.from(token)];
  return { token, logprob, bytes, top_logprobs: [{ token, logprob, bytes }] };
}

/** Answers with everything that Chat Completions can have, by the argument of `E2E:recorded:`. */
const answers: Record<string, Kept> = {
  "parallel-tools": kept([
    {
      finish_reason: "tool_calls",
      message: said({
        tool_calls: [
          called(0, "get_weather", { city: "Zürich" }),
          called(1, "get_time", { zone: "Europe/Zurich" }),
        ],
      }),
    },
  ]),
  "tool-with-text": kept([
    {
      finish_reason: "tool_calls",
      message: said({ content: "I'll look.", tool_calls: [called(0, "get_time", {})] }),
    },
  ]),
  structured: kept([{ message: said({ content: '{"city":"Zürich","people":443000}' }) }]),
  choices: kept([
    { message: said({ content: "Heads, and nothing else." }) },
    { message: said({ content: "Tails, and nothing else." }) },
    { message: said({ content: "It stands on its edge." }), finish_reason: "length" },
  ]),
  logprobs: kept([
    {
      message: said({ content: "Yes, ✓" }),
      logprobs: { content: [probable("Yes", -0.12), probable(", ✓", -1.5)], refusal: null },
    },
  ]),
  refusal: kept([{ message: said({ refusal: "I can't help with that." }) }]),
  reasoning: kept([
    { message: said({ content: "Four.", ...{ reasoning_content: "Two and two make four." } }) },
  ]),
  audio: kept([
    {
      message: said({
        audio: { id: "audio_1", data: "UklGRiQAAABXQVZF", transcript: "Hello!", expires_at: 9 },
      }),
    },
  ]),
  annotations: kept([
    {
      message: said({
        content: "See the page.",
        annotations: [
          {
            type: "url_citation",
            url_citation: { start_index: 4, end_index: 12, title: "A page", url: "https://a.test" },
          },
        ],
      }),
    },
  ]),
  empty: kept([{ message: said({ content: "" }) }]),
  length: kept([{ message: said({ content: "It ends in the mid" }), finish_reason: "length" }]),
  filtered: kept([{ message: said({ content: "It is" }), finish_reason: "content_filter" }]),
  "own-keys": kept([{ message: said({ content: "Odd.", ...{ mood: { deep: [1, null] } } }) }], {
    provider: "Somebody",
    timings: { predicted_per_second: 42.06 },
  }),
  "no-usage": kept([{ message: said({ content: "Uncounted." }) }], { usage: undefined }),
};

/** The request itself as the answer's text, so that a test sees what arrived. */
function mirror(request: object): Kept {
  return kept([{ message: said({ content: JSON.stringify(request) }) }]);
}

export type Recorded = { name: string; request: object; streamed: boolean; usage: boolean };

/** Sends a recorded answer; false when there is none of that name. */
export function sendRecorded(response: ServerResponse, asked: Recorded): boolean {
  const answer = asked.name === "request" ? mirror(asked.request) : answers[asked.name];
  if (answer === undefined) return false;
  if (!asked.streamed) {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    return true;
  }
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  for (const chunk of chunksOf(answer, asked.usage)) {
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  }
  response.end("data: [DONE]\n\n");
  return true;
}

/** The answer in pieces: what is text is cut in three, everything else comes whole. */
function* chunksOf({ choices, usage: counted, ...rest }: Kept, withUsage: boolean) {
  const head = { ...rest, object: "chat.completion.chunk" };
  const chunk = (index: number, delta: object, more: object = {}) => ({
    ...head,
    choices: [{ index, delta, logprobs: null, finish_reason: null, ...more }],
    ...(withUsage ? { usage: null } : {}),
  });
  for (const { index } of choices) yield chunk(index, { role: "assistant", content: "" });
  for (const { index, message, logprobs } of choices) {
    const { content, refusal, tool_calls: calls = [], role: _, ...others } = message;
    if (Object.keys(others).length > 0) yield chunk(index, others);
    if (logprobs?.content) {
      for (const token of logprobs.content) {
        yield chunk(
          index,
          { content: token.token },
          { logprobs: { content: [token], refusal: null } },
        );
      }
    } else {
      for (const piece of inThree(content ?? "")) yield chunk(index, { content: piece });
    }
    for (const piece of inThree(refusal ?? "")) yield chunk(index, { refusal: piece });
    for (const [at, call] of calls.entries()) {
      if (call.type !== "function") continue;
      const { name, arguments: text } = call.function;
      const start = { index: at, id: call.id, type: call.type, function: { name, arguments: "" } };
      yield chunk(index, { tool_calls: [start] });
      for (const piece of inThree(text)) {
        yield chunk(index, { tool_calls: [{ index: at, function: { arguments: piece } }] });
      }
    }
  }
  for (const { index, finish_reason: reason } of choices) {
    yield chunk(index, {}, { finish_reason: reason });
  }
  if (withUsage && counted !== undefined) yield { ...head, choices: [], usage: counted };
}

function inThree(text: string): string[] {
  const size = Math.max(1, Math.ceil(text.length / 3));
  return text.match(new RegExp(`[\\s\\S]{1,${size}}`, "g")) ?? [];
}
