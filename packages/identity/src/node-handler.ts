import type { IncomingMessage, ServerResponse } from "node:http";
import { errorBody, isParleyError, type Log, ParleyError } from "@parley/core";
import { toNodeHandler } from "better-auth/node";
import { clientAddress, trustedProxies } from "./client-address.ts";
import type { ResolvedOptions } from "./options.ts";

export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * `handler` for Node's server. Says, in a header that clients can't forge, who the client is, and
 * takes away the headers from which an address would be guessed.
 */
export function nodeHandler(
  options: ResolvedOptions,
  handler: (request: Request) => Promise<Response>,
): NodeHandler {
  const proxies = trustedProxies(options.trustedProxies);
  const serve = toNodeHandler(handler);
  return async (request, response) => {
    request.headers[options.ipHeader] = clientAddress(request, proxies);
    for (const guessed of ["x-forwarded-proto", "x-forwarded-host", "x-forwarded-for"]) {
      delete request.headers[guessed];
    }
    try {
      await serve(request, response);
    } catch (error) {
      refuse(response, { error, log: options.log });
    }
  };
}

/** What can't even be turned into a request, such as a `Host` that is no host. */
function refuse(response: ServerResponse, { error, log }: { error: unknown; log: Log }): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const known = isParleyError(error);
  if (!known) log.warn("a request to /api/auth could not be read", { error });
  const shown = known
    ? error
    : new ParleyError("invalid_request", "This request could not be read.");
  response.writeHead(shown.status, { "content-type": "application/json" });
  response.end(JSON.stringify(errorBody(shown)));
}
