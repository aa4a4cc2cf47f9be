import type { IncomingMessage } from "node:http";
import { type Identity, ParleyError, type Principal } from "@parley/core";
import { headersOf } from "./headers.ts";

/**
 * Who sends a request. Answers at once for an API key that was seen a moment ago. A cookie is
 * believed only when the browser doesn't say that another site began the request: cookies travel with
 * such requests, too (cross-site request forgery). A socket's handshake counts as changing something.
 */
export function authenticate(
  request: IncomingMessage,
  identity: Identity,
): Promise<Principal | null> | Principal | null {
  const { authorization, cookie, upgrade } = request.headers;
  if (authorization !== undefined) {
    const known = identity.cachedPrincipal(authorization);
    if (known !== undefined) return known;
  } else if (cookie === undefined) {
    return null;
  }
  return verify(headersOf(request), identity, {
    changes: (request.method !== "GET" && request.method !== "HEAD") || upgrade !== undefined,
  });
}

async function verify(
  headers: Headers,
  identity: Identity,
  { changes }: { changes: boolean },
): Promise<Principal | null> {
  const principal = await identity.principal(headers);
  if (principal?.via === "session" && changes && !identity.originAllowed(headers)) {
    throw new ParleyError("forbidden", "This request came from another website.");
  }
  return principal;
}
