import type { FunctionHook, JsonObject } from "@parley/core";

const question = "Who wrote the first computer programme? My address is ada@example.com.";
const answer = "Ada Lovelace, in 1843. She wrote it for a machine that was never built.";

const asked: JsonObject = {
  model: "demo-echo",
  messages: [{ role: "user", content: question }],
  stream: true,
};
const answered: JsonObject = {
  model: "demo-echo",
  chat_id: "chat-1",
  id: "message-2",
  session_id: "session-1",
  filter_ids: [],
  messages: [
    { id: "message-1", role: "user", content: question, timestamp: 1_700_000_000 },
    { id: "message-2", role: "assistant", content: answer, timestamp: 1_700_000_002 },
  ],
};
const pieces: JsonObject = {
  events: (answer.match(/\s*\S+/g) ?? []).slice(0, 6).map((content) => ({
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta: { content }, finish_reason: null }],
  })),
};

const samples: Record<FunctionHook, JsonObject> = {
  inlet: asked,
  pipe: asked,
  stream: pieces,
  outlet: answered,
  action: answered,
};

/** What a handler might be given, as text to change. */
export function sampleOf(hook: FunctionHook): string {
  return JSON.stringify(samples[hook], null, 2);
}
