import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { answer } from "./answer.ts";
import { control } from "./control.ts";
import { type ChatRequest, chatRequest } from "./messages.ts";
import { ollama, ollamaModels } from "./ollama.ts";
import { openai, openaiModels } from "./openai.ts";
import type { Protocol } from "./protocol.ts";
import { createState, type RecordedRequest, type State } from "./state.ts";

export const scriptedModels = ["scripted-small", "scripted-large"];

export type ModelServer = {
  /** The bare address: OpenAI's protocol is below /v1, Ollama's below /api. */
  url: string;
  /** All requests but control calls, oldest first; the objects go on being updated. */
  requests(): RecordedRequest[];
  /** Resolves with the first request that satisfies `test`, now or later. */
  when(test: (request: RecordedRequest) => boolean): Promise<RecordedRequest>;
  /** Lets the open manual answers send their next pieces. */
  release(count?: number): void;
  /** Lets the open manual answers end. */
  finish(): void;
  /** Forgets the requests and turns all switches back. */
  reset(): void;
  down(on: boolean): void;
  slowList(milliseconds: number): void;
  stop(): Promise<void>;
};

/**
 * Starts a scripted model server. `port` 0 (the default) takes a free one; with `cors`, pages of every
 * origin may ask it. The codes: see codes.ts.
 */
export async function startModelServer(
  options: { port?: number; host?: string; cors?: boolean } = {},
): Promise<ModelServer> {
  const { port = 0, host = "127.0.0.1", cors = false } = options;
  const state = createState();
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    if (cors && allowEverybody(request, response)) return;
    serve(request, response, state).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  const taken = typeof address === "object" && address !== null ? address.port : port;

  return {
    url: `http://${host}:${taken}`,
    requests: () => state.requests,
    when: (test) => state.until(() => state.requests.find(test)),
    release: (count = 1) => state.gate.release(count),
    finish: () => state.gate.finish(),
    reset: () => state.reset(),
    down(on) {
      state.down = on;
    },
    slowList(milliseconds) {
      state.listDelay = milliseconds;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Lets every origin read the answer; true when the request only asked for that. */
function allowEverybody(request: IncomingMessage, response: ServerResponse): boolean {
  response.setHeader("access-control-allow-origin", "*");
  if (request.method !== "OPTIONS") return false;
  response.setHeader("access-control-allow-headers", "authorization, content-type");
  response.writeHead(204).end();
  return true;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  const text = Buffer.concat(pieces).toString("utf8");
  return text === "" ? null : JSON.parse(text);
}

async function serve(request: IncomingMessage, response: ServerResponse, state: State) {
  const url = new URL(request.url ?? "/", "http://model-server");
  if (url.pathname.startsWith("/control/")) return control(url, response, state);
  if (state.down) {
    request.socket.destroy();
    return;
  }
  const record: RecordedRequest = {
    id: String(state.requests.length + 1),
    method: request.method ?? "",
    path: url.pathname,
    headers: request.headers,
    body: await readJson(request),
    code: "",
    sent: 0,
    outcome: "open",
  };
  state.requests.push(record);
  response.on("close", () => {
    if (record.outcome === "open") record.outcome = response.writableFinished ? "complete" : "left";
    state.changed();
  });
  state.changed();

  const sendJson = (status: number, body: string) =>
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  const complete = (protocol: Protocol) => {
    const parsed = chatRequest.safeParse(record.body);
    if (!parsed.success) {
      sendJson(400, protocol.refusal(400, "This is not a completion request."));
      return;
    }
    return answerKnown(parsed.data, protocol);
  };
  const answerKnown = (body: ChatRequest, protocol: Protocol) => {
    if (!scriptedModels.includes(body.model.replace(/:latest$/, ""))) {
      sendJson(404, protocol.refusal(404, `model '${body.model}' not found`));
      return;
    }
    return answer({ request: body, protocol, record, state, response });
  };

  switch (`${record.method} ${record.path}`) {
    case "GET /v1/models":
      await delay(state.listDelay);
      return sendJson(200, openaiModels(scriptedModels));
    case "GET /api/tags":
      await delay(state.listDelay);
      return sendJson(200, ollamaModels(scriptedModels));
    case "GET /api/version":
      return sendJson(200, JSON.stringify({ version: "0.12.6" }));
    case "POST /v1/chat/completions":
      return complete(openai);
    case "POST /api/chat":
      return complete(ollama);
    default:
      return sendJson(404, JSON.stringify({ error: { message: `nothing at ${record.path}` } }));
  }
}
