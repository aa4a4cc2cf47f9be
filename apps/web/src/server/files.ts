import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import sirv from "sirv";

const prefix = "/_next/static/";

/** Sends a file of the build; false when the request is for something else, or the file isn't there. */
export type Files = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * The build's scripts, styles and fonts, with their compressed copies. Next could send them too, but
 * would look for each anew and compress it for everybody who asks, while the page waits for it. Their
 * names change with what is in them, so browsers need never ask again.
 */
export function createFiles(dir: string): Files {
  const send = sirv(path.join(dir, ".next/static"), {
    brotli: true,
    gzip: true,
    etag: true,
    maxAge: 365 * 24 * 60 * 60,
    immutable: true,
  });
  return (request, response) => {
    const url = request.url ?? "";
    if (!url.startsWith(prefix)) return false;
    let isThere = true;
    request.url = url.slice(prefix.length - 1);
    // Calls back at once when there is no such file.
    send(request, response, () => {
      isThere = false;
    });
    request.url = url;
    return isThere;
  };
}
