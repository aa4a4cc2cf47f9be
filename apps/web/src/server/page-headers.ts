import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** Sent with every answer: nothing is sniffed, framed, or told where it was linked from. */
export function setCommonHeaders(response: ServerResponse): void {
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "same-origin");
  response.setHeader("x-frame-options", "DENY");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("permissions-policy", "camera=(), microphone=(), geolocation=()");
}

/**
 * The content security policy of pages. Scripts need the answer's own nonce, which Next reads from the
 * request's header and puts on the tags it writes. Styles may be inline: math and diagrams set them.
 * Images of answers travel inside the text; nothing is asked of another origin, unless `direct`:
 * then people's browsers may ask endpoints that only they know, so no list of them can be given here.
 */
export function setPagePolicy(
  request: IncomingMessage,
  response: ServerResponse,
  { development, direct }: { development: boolean; direct: boolean },
): void {
  const nonce = randomBytes(16).toString("base64");
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src 'self'${direct ? " http: https:" : ""}`,
    "worker-src 'self'",
    // Pages that functions made; their own headers keep them apart from everything.
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  request.headers["content-security-policy"] = policy;
  request.headers["x-nonce"] = nonce;
  response.setHeader("content-security-policy", policy);
}
