import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { scriptFor } from "./codes.ts";
import type { ChatRequest } from "./messages.ts";
import { ollama } from "./ollama.ts";
import { openai } from "./openai.ts";
import { play } from "./play.ts";
import { type Protocol, wholeOf } from "./protocol.ts";
import { sendRecorded } from "./recorded.ts";
import { webPage } from "./samples.ts";
import type { RecordedRequest, State } from "./state.ts";

export type Answering = {
  request: ChatRequest;
  protocol: Protocol;
  record: RecordedRequest;
  state: State;
  response: ServerResponse;
};

function wantsUsage(request: ChatRequest): boolean {
  const { stream_options: options } = request;
  return (
    typeof options === "object" &&
    options !== null &&
    "include_usage" in options &&
    options.include_usage === true
  );
}

/** Answers one completion request as its code says, and records how it ended. */
export async function answer({ request, protocol, record, state, response }: Answering) {
  const script = scriptFor(request.messages);
  const left = new AbortController();
  const context = {
    id: `chatcmpl-${record.id}`,
    model: request.model,
    includeUsage: wantsUsage(request),
  };
  record.code = script.code;
  response.on("close", () => {
    if (record.outcome === "open") record.outcome = response.writableFinished ? "complete" : "left";
    left.abort();
    state.gate.leave(record.id);
  });
  if (script.code === "manual") state.gate.open(record.id);
  state.changed();

  const send = (status: number, type: string, body: string) => {
    response.writeHead(status, {
      "content-type": type,
      ...(status === 429 ? { "retry-after": "7" } : {}),
    });
    response.end(body);
  };
  if (script.refusal !== undefined) {
    const { status, message } = script.refusal;
    send(status, "application/json", protocol.refusal(status, message));
    return;
  }
  if (script.recorded !== undefined) {
    const asked = { name: script.recorded, request, streamed: request.stream === true };
    const known = protocol === openai && { ...asked, usage: context.includeUsage };
    if (!known || !sendRecorded(response, known)) {
      const nothing = `There is no recorded answer "${script.recorded}".`;
      send(400, "application/json", protocol.refusal(400, nothing));
    }
    return;
  }
  switch (script.instead) {
    case undefined:
      break;
    case "hang":
      if (!left.signal.aborted) await once(left.signal, "abort");
      return;
    case "reset":
      record.outcome = "cut";
      response.socket?.resetAndDestroy();
      return;
    case "html":
      return send(200, "text/html; charset=utf-8", webPage);
    case "json-error":
      return send(200, "application/json", protocol.refusal(200, "The scripted model is unwell."));
    case "json":
      return send(200, "application/json", protocol.whole(context, wholeOf(script.steps)));
    case "redirect":
      response.writeHead(307, { location: "http://127.0.0.1:9/elsewhere" }).end();
      return;
  }
  const streamed = request.stream ?? protocol === ollama;
  const { signal } = left;
  try {
    await play({ script, protocol, context, streamed, record, state, response, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
