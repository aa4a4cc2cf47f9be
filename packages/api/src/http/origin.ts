import type { IncomingMessage } from "node:http";

/**
 * True when a browser says that a changing request, or a socket's handshake, began on another site.
 * Cookies travel with such requests; their sender must not be believed (cross-site request forgery).
 */
export function isForeignOrigin(request: IncomingMessage, publicOrigin: string | null): boolean {
  const isHandshake = request.headers.upgrade !== undefined;
  const reads = request.method === "GET" || request.method === "HEAD";
  if (reads && !isHandshake) return false;
  const { origin, host } = request.headers;
  if (origin === undefined) return request.headers["sec-fetch-site"] === "cross-site";
  if (publicOrigin !== null && origin === publicOrigin) return false;
  return !(URL.canParse(origin) && new URL(origin).host === host);
}
