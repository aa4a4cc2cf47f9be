import type { ServerResponse } from "node:http";
import {
  type CompletionCall,
  completionRequest,
  isParleyError,
  type OpenedCompletion,
  ParleyError,
} from "@parley/core";
import { type HttpCall, principalOf } from "./call.ts";
import { extended } from "./extended.ts";
import { readJson } from "./read-json.ts";
import { streamedBytes, wholeBytes } from "./seen-by-filters.ts";
import { storedCompletion } from "./stored.ts";

export type CompletionRouteOptions = {
  /** Largest request, in bytes; images travel inside. */
  maxBytes: number;
  /** Take the upstream document's own keys out before the request goes on. */
  extended: boolean;
  /** False while Parley shuts down: it then takes no new work. */
  ready: () => boolean;
};

/**
 * `POST …/chat/completions`: OpenAI's Chat Completions over Parley's pipeline. The answer's bytes pass
 * through as the upstream sent them; nothing here looks into a chunk.
 */
export async function completions(call: HttpCall, options: CompletionRouteOptions): Promise<void> {
  if (!options.ready()) {
    throw new ParleyError("draining", "Parley is shutting down. Try again in a moment.");
  }
  const body = await readJson(call.request, completionRequest, options.maxBytes);
  if (options.extended) {
    const asked = extended(body);
    if (asked.chat !== null) return storedCompletion(call, { ...asked, chat: asked.chat });
    return plain(call, asked);
  }
  return plain(call, { request: body });
}

async function plain(
  call: HttpCall,
  { request, told }: Pick<CompletionCall, "request" | "told">,
): Promise<void> {
  const { response, services } = call;
  const abort = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) abort.abort(new ClientGone());
  });
  let opened: OpenedCompletion | null = null;
  try {
    opened = await services.pipeline.open({
      principal: principalOf(call),
      request,
      signal: abort.signal,
      ...(told === undefined ? {} : { told }),
    });
    for (const [name, value] of Object.entries(opened.headers)) response.setHeader(name, value);
    await (request.stream ? sendStream : sendWhole)(response, opened, abort.signal);
    opened.ended({ outcome: "done" });
  } catch (error) {
    // Nobody is left to read an answer, and the upstream was told; that is an outcome, not an error.
    const left = abort.signal.reason instanceof ClientGone;
    const known = isParleyError(error) ? error : null;
    opened?.ended(left ? { outcome: "left" } : { outcome: "error", error: known });
    if (!left) throw error;
  }
}

class ClientGone extends Error {
  override readonly message = "the client closed its connection";
}

async function sendStream(
  response: ServerResponse,
  opened: OpenedCompletion,
  signal: AbortSignal,
): Promise<void> {
  response.setHeader("content-type", "text/event-stream; charset=utf-8");
  response.setHeader("cache-control", "no-cache");
  // Proxies in front of Parley must not collect the chunks.
  response.setHeader("x-accel-buffering", "no");
  response.flushHeaders();
  const selected = selectedOf(opened);
  if (selected !== null) response.write(`data: ${JSON.stringify(selected)}\n\n`);
  for await (const bytes of streamedBytes(opened, signal)) {
    if (!response.write(bytes)) await drained(response);
  }
  response.end();
}

async function sendWhole(
  response: ServerResponse,
  opened: OpenedCompletion,
  signal: AbortSignal,
): Promise<void> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of wholeBytes(opened, { selected: selectedOf(opened), signal })) {
    parts.push(bytes);
    size += bytes.length;
  }
  const [only] = parts;
  response.writeHead(200, { "content-type": "application/json", "content-length": size });
  response.end(parts.length === 1 && only ? only : Buffer.concat(parts, size));
}

/** An arena's answer says which model gave it. */
function selectedOf({ route }: OpenedCompletion): { selected_model_id: string } | null {
  return route.reveal === null ? null : { selected_model_id: route.model.id };
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off("drain", go);
      response.off("close", go);
      resolve();
    };
    response.on("drain", go);
    response.on("close", go);
  });
}
