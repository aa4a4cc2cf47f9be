import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export type RawServer = {
  url: string;
  /** Resolves when the client has closed the first connection. */
  clientLeft: Promise<void>;
  /** Everything that was received, as text. */
  received(): string;
  /** How many connections were opened. */
  connections(): number;
};

/**
 * A server that does to its sockets exactly what it is told, for what no HTTP server would send.
 * `respond` is called once for every whole request. Ends with the test.
 */
export async function rawServer(
  respond: (socket: Socket) => void | Promise<void>,
): Promise<RawServer> {
  const left = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();
  let received = "";
  let connections = 0;
  const server = createServer({ allowHalfOpen: false }, (socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    // A client that leaves may do so by a reset; that is what some tests are about.
    socket.on("error", () => left.resolve());
    socket.on("close", () => {
      sockets.delete(socket);
      left.resolve();
    });
    connections += 1;
    let request = "";
    socket.on("data", (data) => {
      received += data.toString("latin1");
      request += data.toString("latin1");
      if (!requestIsWhole(request)) return;
      request = "";
      void respond(socket);
    });
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    clientLeft: left.promise,
    received: () => received,
    connections: () => connections,
  };
}

function requestIsWhole(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /content-length: (\d+)/i.exec(text)?.[1] ?? "0";
  return text.length >= end + 4 + Number(length);
}

/** The start of a response whose body is sent in chunks. */
export function head(type: string, { status = "200 OK", headers = "" } = {}): string {
  return `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\n${headers}transfer-encoding: chunked\r\n\r\n`;
}

export function piece(body: string | Uint8Array): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([
    Buffer.from(`${bytes.length.toString(16)}\r\n`),
    bytes,
    Buffer.from("\r\n"),
  ]);
}

export const lastPiece = "0\r\n\r\n";
