import { type AnswerContext, type Protocol, tokens } from "./protocol.ts";

const createdAt = "2025-10-26T17:15:24.097767Z";

/** The counters of the last line; durations in nanoseconds. */
const counters = {
  total_duration: 4_883_583_458,
  load_duration: 1_334_875,
  prompt_eval_count: tokens.prompt,
  prompt_eval_duration: 342_546_000,
  eval_count: tokens.completion,
  eval_duration: 4_535_599_000,
};

type WireMessage = {
  role: "assistant";
  content: string;
  thinking?: string;
  tool_calls?: object[];
};

function line({ model }: AnswerContext, message: WireMessage): string {
  return `${JSON.stringify({ model, created_at: createdAt, message, done: false })}\n`;
}

function said(content: string): WireMessage {
  return { role: "assistant", content };
}

function call(tool: { name: string; arguments: Record<string, string> }, index: number) {
  return { id: `call_${index}`, function: { index, name: tool.name, arguments: tool.arguments } };
}

export const ollama: Protocol = {
  streamType: "application/x-ndjson",
  streamsByDefault: true,
  done: "",
  opening: () => "",
  text: (context, text) => line(context, said(text)),
  think: (context, thinking) => line(context, { ...said(""), thinking }),
  tool: (context, tool) => line(context, { ...said(""), tool_calls: [call(tool, 0)] }),
  failure: (message) => `${JSON.stringify({ error: message })}\n`,
  closing: ({ model }) =>
    `${JSON.stringify({
      model,
      created_at: createdAt,
      message: said(""),
      done: true,
      done_reason: "stop",
      ...counters,
    })}\n`,
  whole: ({ model }, { text, thinking, tools }) =>
    JSON.stringify({
      model,
      created_at: createdAt,
      message: {
        ...said(text),
        ...(thinking === "" ? {} : { thinking }),
        ...(tools.length === 0 ? {} : { tool_calls: tools.map(call) }),
      },
      done: true,
      done_reason: "stop",
      ...counters,
    }),
  refusal: (_, message) => JSON.stringify({ error: message }),
};

export function ollamaModels(models: string[]): string {
  return JSON.stringify({
    models: models.map((name) => ({
      name: `${name}:latest`,
      model: `${name}:latest`,
      modified_at: "2025-10-26T17:15:24.097767+01:00",
      size: 2_019_393_189,
      digest: "a80c4f17acd55265feec403c7aef86be0c25983ab279d83f3bcd3abbcb5b8b72",
      details: {
        parent_model: "",
        format: "gguf",
        family: "llama",
        families: ["llama"],
        parameter_size: "3.2B",
        quantization_level: "Q4_K_M",
      },
    })),
  });
}
