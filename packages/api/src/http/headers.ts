import type { IncomingMessage } from "node:http";

/** A request's headers in the web's shape. Repeated ones are joined, as HTTP means them. */
export function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return headers;
}
