import type { ServerResponse } from "node:http";
import type { JsonObject } from "@parley/core";
import type { Plugin } from "./plugin.ts";
import { lastText } from "./texts.ts";

const created = 1_760_000_000;

/** `POST /chat/completions`: a pipe answers, streamed or whole. */
export function complete(
  { plugin, modelId }: { plugin: Plugin; modelId: string },
  body: JsonObject,
  response: ServerResponse,
): void {
  if (plugin.type === "filter") throw new Error(`Pipeline ${modelId} not found`);
  const own = plugin.type === "manifold" ? modelId.slice(plugin.id.length + 1) : modelId;
  const said = plugin.pipe({ userMessage: lastText(body, "user"), modelId: own, body });
  const pieces = typeof said === "string" ? [said] : said;
  const id = `${modelId}-1`;
  if (body.stream !== true) {
    const message = { role: "assistant", content: pieces.join("") };
    const choice = { index: 0, message, logprobs: null, finish_reason: "stop" };
    const whole = { id, object: "chat.completion", created, model: modelId, choices: [choice] };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(whole));
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  const chunk = (delta: object, finish: string | null) => {
    const choice = { index: 0, delta, logprobs: null, finish_reason: finish };
    const event = { id, object: "chat.completion.chunk", created, model: modelId };
    response.write(`data: ${JSON.stringify({ ...event, choices: [choice] })}\n\n`);
  };
  for (const content of pieces) chunk({ content }, null);
  chunk({}, "stop");
  // The reference server ends without the blank line.
  response.end("data: [DONE]");
}
