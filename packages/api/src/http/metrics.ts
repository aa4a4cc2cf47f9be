import type { IncomingMessage } from "node:http";
import { admit } from "@parley/core";
import type { HttpCall } from "./call.ts";

const loopback = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;

/** `GET /metrics`, for admins and for whoever asks from this machine itself. */
export async function sendMetrics({ request, response, principal, services }: HttpCall) {
  if (!isFromHere(request)) admit("admin", principal);
  const text = await services.metrics.text();
  response.writeHead(200, {
    "content-type": services.metrics.contentType,
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
  });
  response.end(text);
}

/** A proxy on this machine speaks for others: what it passes on is not from here. */
function isFromHere({ socket, headers }: IncomingMessage): boolean {
  const passedOn = headers.forwarded ?? headers["x-forwarded-for"] ?? headers["x-real-ip"];
  return passedOn === undefined && loopback.test(socket.remoteAddress ?? "");
}
