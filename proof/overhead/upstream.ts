/** A process of its own: an OpenAI-compatible upstream that costs as little as it can. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import { listening } from "./child.ts";
import { models, type Script, scriptOf, stamp } from "./scripts.ts";

const asked = z.object({ model: z.string() });
const words = "So many words were never said for nothing, thought the server. ";

const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
  if (request.method === "GET") return list(response);
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => answer(request, response, Buffer.concat(pieces).toString()));
});
server.on("connection", (socket) => socket.setNoDelay(true));
listening(server);

function list(response: ServerResponse): void {
  const data = Object.values(models).map((id) => ({ id, object: "model", owned_by: "bench" }));
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ object: "list", data }));
}

function answer(_: IncomingMessage, response: ServerResponse, body: string): void {
  const { model } = asked.parse(JSON.parse(body));
  const script = scriptOf(model);
  if (script === null) response.writeHead(404).end();
  else if (script.kind === "whole") sendWhole(response, model, script);
  else sendStream(response, model, script);
}

function sendWhole(
  response: ServerResponse,
  model: string,
  { bytes }: Extract<Script, { kind: "whole" }>,
): void {
  const content = words.repeat(Math.ceil(bytes / words.length)).slice(0, bytes);
  const body = Buffer.from(
    JSON.stringify({
      id: "chatcmpl-bench",
      object: "chat.completion",
      created: 1_790_000_000,
      model,
      choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
      usage: { prompt_tokens: 50, completion_tokens: 90, total_tokens: 140 },
    }),
  );
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
  response.end(body);
}

/** A chunk as OpenAI sends it, of the usual size. */
function chunk(model: string, delta: object, finish: string | null): string {
  const value = {
    id: "chatcmpl-bench",
    object: "chat.completion.chunk",
    created: 1_790_000_000,
    model,
    service_tier: "default",
    system_fingerprint: "fp_bench",
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  };
  return `data: ${JSON.stringify(value)}\n\n`;
}

function sendStream(
  response: ServerResponse,
  model: string,
  { chunks, everyMs, isStamped }: Extract<Script, { kind: "stream" }>,
): void {
  const same = chunk(model, { content: " twelve chars" }, null);
  const one = () => (isStamped ? chunk(model, { content: stamp() }, null) : same);
  const last = `${chunk(model, {}, "stop")}data: [DONE]\n\n`;
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
  });
  response.write(chunk(model, { role: "assistant", content: "" }, null));
  let sent = 1;
  if (everyMs === 0) {
    const next = () => {
      if (response.destroyed) return;
      if (sent === chunks) return void response.end(last);
      response.write(one());
      sent += 1;
      setImmediate(next);
    };
    next();
    return;
  }
  const timer = setInterval(() => {
    if (sent === chunks) {
      clearInterval(timer);
      response.end(last);
    } else {
      response.write(one());
      sent += 1;
    }
  }, everyMs);
  response.on("close", () => clearInterval(timer));
}
