import type OpenAI from "openai";
import type { MeantName } from "./meant.ts";
import { type Body, type Outcome, type Run, streamed, whole } from "./outcome.ts";

export type Request = {
  name: string;
  run(run: Run): Promise<Outcome>;
  /** The difference that is meant; without one the outcomes are equal. */
  meant?: MeantName;
  /** It is to fail with the upstream, too; any other failure without a difference is a mistake here. */
  fails?: boolean;
};

type Message = OpenAI.ChatCompletionMessageParam;
type More = Omit<Body, "model" | "messages"> & Record<string, unknown>;

export function say(content: string, more: More = {}): Body {
  return { model: "", messages: [{ role: "user", content }], ...more };
}

function streamedOnly(name: string, body: Body, meant?: MeantName): Request {
  const run = (parts: Run) => streamed(parts, body);
  return { name: `${name}, streamed`, run, ...(meant === undefined ? {} : { meant }) };
}

function wholeOnly(name: string, body: Body, meant?: MeantName): Request {
  const run = (parts: Run) => whole(parts, body);
  return { name: `${name}, whole`, run, ...(meant === undefined ? {} : { meant }) };
}

function both(name: string, body: Body, meant?: MeantName): Request[] {
  return [streamedOnly(name, body, meant), wholeOnly(name, body, meant)];
}

const tools: OpenAI.ChatCompletionTool[] = [
  {
    type: "function",
    function: {
      name: "get_weather",
      description: "The weather of a city",
      parameters: { type: "object", properties: { city: { type: "string" } } },
      strict: true,
    },
  },
];
const withUsage = { stream_options: { include_usage: true } };
const schema = { name: "place", strict: true, schema: { type: "object", properties: {} } };

/** A conversation with everything a message can be. */
const conversation: Message[] = [
  { role: "developer", content: "Be brief." },
  { role: "system", content: [{ type: "text", text: "Be kind." }] },
  {
    role: "user",
    name: "ada",
    content: [
      { type: "text", text: "Look and listen." },
      {
        type: "image_url",
        image_url: { url: "data:image/png;base64,iVBORw0KGgo=", detail: "low" },
      },
      { type: "input_audio", input_audio: { data: "UklGRg==", format: "wav" } },
      {
        type: "file",
        file: { filename: "a.pdf", file_data: "data:application/pdf;base64,JVBERg==" },
      },
    ],
  },
  {
    role: "assistant",
    content: null,
    tool_calls: [
      { id: "call_1", type: "function", function: { name: "get_weather", arguments: "{}" } },
    ],
  },
  { role: "tool", tool_call_id: "call_1", content: "22 °C" },
  { role: "assistant", content: null, refusal: "No.", audio: { id: "audio_1" } },
  { role: "user", content: "E2E:recorded:request" },
];

const answers: Request[] = [
  ...both("a text", say("E2E:text:Hello there, how are you?")),
  ...both("no code at all", say("Just an echo, please.")),
  ...both("Markdown", say("E2E:markdown")),
  ...both("a long text", say("E2E:long:300")),
  ...both("every script", say("E2E:split-utf8")),
  ...both("CRLF, comments and a byte order mark", say("E2E:crlf")),
  ...both("thinking", say("E2E:think")),
  ...both("usage that is asked for", say("E2E:usage", withUsage)),
  ...both("a tool", say("E2E:tool", { tools })),
  ...both(
    "parallel tools",
    say("E2E:recorded:parallel-tools", { tools, parallel_tool_calls: true }),
  ),
  ...both("a tool and text", say("E2E:recorded:tool-with-text", { tools, tool_choice: "auto" })),
  ...both(
    "structured output",
    say("E2E:recorded:structured", {
      response_format: { type: "json_schema", json_schema: schema },
    }),
  ),
  ...both(
    "JSON output",
    say("E2E:recorded:structured", { response_format: { type: "json_object" } }),
  ),
  ...both("three choices", say("E2E:recorded:choices", { n: 3 })),
  ...both("probabilities", say("E2E:recorded:logprobs", { logprobs: true, top_logprobs: 1 })),
  ...both("a refusal", say("E2E:recorded:refusal")),
  ...both("reasoning", say("E2E:recorded:reasoning", { reasoning_effort: "high" })),
  ...both(
    "audio",
    say("E2E:recorded:audio", {
      modalities: ["text", "audio"],
      audio: { voice: "alloy", format: "wav" },
    }),
  ),
  ...both("annotations", say("E2E:recorded:annotations", { web_search_options: {} })),
  ...both("an empty answer", say("E2E:recorded:empty")),
  ...both("an answer that reached its length", say("E2E:recorded:length", { max_tokens: 5 })),
  ...both("an answer that was filtered", say("E2E:recorded:filtered")),
  ...both("detailed usage", say("E2E:recorded:empty", withUsage)),
  ...both("no usage", say("E2E:recorded:no-usage", withUsage)),
  ...both("keys that nobody knows", say("E2E:recorded:own-keys", { own_key: { deep: [1, null] } })),
  streamedOnly("no [DONE]", say("E2E:no-done")),
  streamedOnly("two [DONE]", say("E2E:double-done")),
  ...both("whatever a message can be", { model: "", messages: conversation }),
];

const errors: Request[] = [
  ...[400, 401, 403, 404, 409, 422, 429, 500, 502, 503].flatMap((status) =>
    both(`status ${status}`, say(`E2E:error:${status}:It will not.`), "a refusal says whose it is"),
  ),
  ...both("a code that nobody knows", say("E2E:nonsense"), "a refusal says whose it is"),
  wholeOnly("no messages", { model: "", messages: [] }, "Parley refuses what it need not ask"),
  { ...streamedOnly("an error in the middle", say("E2E:error-mid")), fails: true },
  wholeOnly("an error in the middle", say("E2E:error-mid"), "a refusal says whose it is"),
  streamedOnly(
    "a connection that breaks in the middle",
    say("E2E:reset-mid"),
    "a connection that breaks in mid-stream is an error event",
  ),
  ...both("a reset", say("E2E:reset"), "an upstream that can't be reached is a 5xx"),
  ...both("a redirect", say("E2E:redirect"), "an upstream that can't be reached is a 5xx"),
  ...both("a web page", say("E2E:html"), "a failure with status 200 is a failure"),
  ...both("200 and an error", say("E2E:json-error"), "a failure with status 200 is a failure"),
  streamedOnly(
    "one whole answer",
    say("E2E:json"),
    "a whole answer to a streaming caller is streamed",
  ),
];

export const plainRequests: Request[] = [...answers, ...errors];
