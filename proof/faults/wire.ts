/** The answer that every fault would give if it were none. Equal pieces follow each other on purpose. */
export const pieces = ["Grüße, ", "ha", "ha", " 你好 ", "👩‍🚀"];
export const answer = pieces.join("");
export const firstPiece = pieces[0] ?? "";
export const call = { name: "get_weather", arguments: { city: "Zürich", days: 3 } };
export const tokens = { prompt: 7, completion: 3 };

export type Protocol = "openai" | "ollama";

/** What a server says in one of the protocols; everything is text ready to be sent. */
export type Wire = {
  protocol: Protocol;
  streamType: string;
  /** A part of a streamed answer; `used`: with a running total of the tokens. */
  text(words: string, used?: number): string;
  /** Calls a tool whose arguments come in these pieces of JSON text. */
  toolCall(pieces: string[]): string;
  /** The end of a streamed answer but for its last words. */
  finish(reason?: "stop" | "tool_calls"): string;
  /** The last words: OpenAI's `[DONE]`; Ollama's are in `finish`. */
  done: string;
  /** What keeps a connection alive and says nothing. */
  keepAlive: string;
  failure(message: string): string;
  document(message?: { toolCall: string }): string;
  refusal(message: string): string;
  list(model: string): string;
};

const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
const line = (value: object) => `${JSON.stringify(value)}\n`;
const openAiUsage = {
  prompt_tokens: tokens.prompt,
  completion_tokens: tokens.completion,
  total_tokens: tokens.prompt + tokens.completion,
};
const openAiError = (message: string) => ({
  error: { message, type: "server_error", code: "broken", param: null },
});

function chunk(delta: object, finish: string | null = null, more: object = {}): string {
  const head = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "m" };
  return event({ ...head, choices: [{ index: 0, delta, finish_reason: finish }], ...more });
}

const openai: Wire = {
  protocol: "openai",
  streamType: "text/event-stream",
  text: (content, used) =>
    chunk(
      { content },
      null,
      used === undefined
        ? {}
        : {
            usage: { ...openAiUsage, completion_tokens: used, total_tokens: tokens.prompt + used },
          },
    ),
  toolCall([first = "", ...rest]) {
    const start = { index: 0, id: "call_1", type: "function" };
    return [
      chunk({ tool_calls: [{ ...start, function: { name: call.name, arguments: first } }] }),
      ...rest.map((piece) => chunk({ tool_calls: [{ index: 0, function: { arguments: piece } }] })),
    ].join("");
  },
  finish: (reason = "stop") =>
    chunk({}, reason) + event({ id: "chatcmpl-1", choices: [], usage: openAiUsage }),
  done: "data: [DONE]\n\n",
  keepAlive: ": still here\n\n",
  failure: (message) => event(openAiError(message)),
  document(message) {
    const called = {
      id: "call_1",
      type: "function",
      function: { name: call.name, arguments: message?.toolCall },
    };
    const said =
      message === undefined ? { content: answer } : { content: null, tool_calls: [called] };
    return JSON.stringify({
      id: "chatcmpl-1",
      object: "chat.completion",
      choices: [
        {
          index: 0,
          message: { role: "assistant", ...said },
          finish_reason: message === undefined ? "stop" : "tool_calls",
        },
      ],
      usage: openAiUsage,
    });
  },
  refusal: (message) => JSON.stringify(openAiError(message)),
  list: (id) => JSON.stringify({ object: "list", data: [{ id, object: "model" }] }),
};

const said = (message: object) => ({
  model: "m",
  message: { role: "assistant", content: "", ...message },
});
const ollamaEnd = {
  done: true,
  done_reason: "stop",
  prompt_eval_count: tokens.prompt,
  eval_count: tokens.completion,
};

const ollama: Wire = {
  protocol: "ollama",
  streamType: "application/x-ndjson",
  text: (content, used) =>
    line({
      ...said({ content }),
      done: false,
      ...(used === undefined ? {} : { eval_count: used }),
    }),
  toolCall: (all) =>
    all
      .map((piece, index) => ({
        id: "call_1",
        function: { ...(index === 0 ? { name: call.name } : {}), arguments: piece },
      }))
      .map((one) => line({ ...said({ tool_calls: [one] }), done: false }))
      .join(""),
  finish: () => line({ ...said({}), ...ollamaEnd }),
  done: "",
  keepAlive: "\n",
  failure: (message) => line({ error: message }),
  document(message) {
    const called = { function: { name: call.name, arguments: message?.toolCall } };
    const words = message === undefined ? { content: answer } : { tool_calls: [called] };
    return JSON.stringify({ ...said(words), ...ollamaEnd });
  },
  refusal: (message) => JSON.stringify({ error: message }),
  list: (name) => JSON.stringify({ models: [{ name, model: name }] }),
};

export const wires: Record<Protocol, Wire> = { openai, ollama };
