import { statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import type { Log } from "@parley/core";
import send from "send";

const prefix = "/_next/static/";
const yearMs = 365 * 24 * 60 * 60 * 1_000;

/** Sends a file of the build; false when the request is for something else, or the file isn't there. */
export type Files = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Copies that the build lays beside its files, smallest first. */
const copies = [
  { encoding: "br", suffix: ".br" },
  { encoding: "gzip", suffix: ".gz" },
];

const ofTheFile = ["content-type", "content-encoding", "cache-control", "etag", "last-modified"];

/** What the build has compressed copies of; for all else `send` knows the type by the name. */
const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

/**
 * The build's scripts, styles and fonts, with their compressed copies. Next could send them too, but
 * would compress each anew for everybody who asks, while the page waits for it. Their names change with
 * what is in them, so browsers need never ask again.
 */
export function createFiles(dir: string, log: Log): Files {
  const root = path.join(dir, ".next/static");
  return (request, response) => {
    const name = nameIn(request.url ?? "");
    if (name === null || !isFile(path.join(root, name))) return false;
    const copy = copies.find(
      ({ encoding, suffix }) =>
        accepts(request, encoding) && isFile(path.join(root, `${name}${suffix}`)),
    );
    const type = types[path.extname(name)];
    if (type !== undefined) response.setHeader("content-type", type);
    response.setHeader("vary", "Accept-Encoding");
    if (copy !== undefined) response.setHeader("content-encoding", copy.encoding);
    const options = { root, immutable: true, maxAge: yearMs, acceptRanges: false, index: false };
    send(request, `${name}${copy?.suffix ?? ""}`, options)
      .on("error", (error: Error & { status?: number }) => {
        // Gone since a moment ago, as when Parley is built anew below a running one.
        if (error.status !== 404) log.error("A file could not be sent", { name, error });
        if (response.headersSent) {
          response.destroy();
          return;
        }
        for (const header of ofTheFile) response.removeHeader(header);
        response.writeHead(error.status ?? 500).end();
      })
      .pipe(response);
    return true;
  };
}

/** Names as the build gives them: no part of one begins with a dot, and nothing is written in percent signs. */
const fileName = /^[\w~-][\w~.-]*(?:\/[\w~-][\w~.-]*)*$/;

/** The file below the folder that an address names; null for other addresses. */
function nameIn(url: string): string | null {
  const [address = ""] = url.split(/[?#]/);
  const name = address.startsWith(prefix) ? address.slice(prefix.length) : "";
  return fileName.test(name) ? name : null;
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function accepts({ headers }: IncomingMessage, encoding: string): boolean {
  const accepted = headers["accept-encoding"];
  const list = typeof accepted === "string" ? accepted.split(",") : [];
  return list.some((entry) => {
    const [name = "", quality = ""] = entry.split(";").map((part) => part.trim());
    return name === encoding && !/^q=0(?:\.0*)?$/.test(quality);
  });
}
