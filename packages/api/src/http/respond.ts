import type { ServerResponse } from "node:http";
import { errorBody, isParleyError, type Log, ParleyError } from "@parley/core";

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": body.length,
    "cache-control": "no-store",
  });
  response.end(body);
}

/** What a caller may know of any error. Those that were not designed go to the log, whole. */
function designed(error: unknown, log: Log): ParleyError {
  if (isParleyError(error)) return error;
  log.error("A request failed", { error });
  return new ParleyError("internal", "Parley failed. The server's log has the cause.", {
    cause: error,
  });
}

/** What a header may say; Node throws at the rest. An error that was stored may hold anything. */
const printable = /^[ -~]+$/;

/** Sends an error in OpenAI's shape; in mid-stream as a last event, because the status is gone by then. */
export function sendError(response: ServerResponse, error: unknown, log: Log): void {
  if (response.destroyed || response.writableEnded) return;
  const known = designed(error, log);
  if (response.headersSent) {
    if (String(response.getHeader("content-type")).startsWith("text/event-stream")) {
      response.end(`data: ${JSON.stringify(errorBody(known))}\n\n`);
    } else {
      response.destroy();
    }
    return;
  }
  for (const [name, value] of Object.entries(known.headers)) response.setHeader(name, value);
  const { retryAfter } = known;
  if (retryAfter !== null && printable.test(retryAfter)) {
    response.setHeader("retry-after", retryAfter);
  }
  sendJson(response, known.status, errorBody(known));
}
