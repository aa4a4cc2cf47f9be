/**
 * A process of its own: the least that can stand between a client and a model. node:http in, undici's
 * dispatch out; headers and bytes are passed on as they come. What Parley's cost is held against.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parseArgs } from "node:util";
import { type Dispatcher, Pool } from "undici";
import { listening } from "./child.ts";

const { values } = parseArgs({ options: { upstream: { type: "string", default: "" } } });
const pool = new Pool(values.upstream, {
  connections: null,
  pipelining: 1,
  keepAliveTimeout: 60_000,
  headersTimeout: 600_000,
  bodyTimeout: 600_000,
});

/** Headers that belong to one connection, not to the message. */
const ofTheConnection = new Set([
  "connection",
  "content-length",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

type Headers = Record<string, string | string[] | undefined>;

function passedOn(headers: Headers): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && !ofTheConnection.has(name)) kept[name] = value;
  }
  return kept;
}

class Relay implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#response.on("close", () => {
      if (!this.#response.writableFinished) controller.abort(new Error("the client left"));
    });
  }

  onResponseStart(_: unknown, status: number, headers: Headers): void {
    const kept = passedOn(headers);
    const length = headers["content-length"];
    if (length !== undefined) kept["content-length"] = length;
    this.#response.writeHead(status, kept);
    if (length === undefined) this.#response.flushHeaders();
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
    if (this.#response.write(piece)) return;
    controller.pause();
    this.#response.once("drain", () => controller.resume());
  }

  onResponseEnd(): void {
    this.#response.end();
  }

  onResponseError(): void {
    if (this.#response.headersSent) this.#response.destroy();
    else this.#response.writeHead(502).end();
  }
}

function relay(request: IncomingMessage, response: ServerResponse): void {
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => {
    const [only] = pieces;
    const body = pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces);
    pool.dispatch(
      {
        path: request.url ?? "/",
        method: request.method === "GET" ? "GET" : "POST",
        headers: passedOn(request.headers),
        body,
      },
      new Relay(response),
    );
  });
}

listening(createServer({ keepAliveTimeout: 120_000 }, relay));
