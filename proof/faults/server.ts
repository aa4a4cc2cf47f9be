import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { jsonObject, parseJson } from "@parley/core";
import type { Fault } from "./fault.ts";
import { type Protocol, wires } from "./wire.ts";

export type FaultServer = {
  /** The address of a connection whose one model has the fault. */
  address(protocol: Protocol, fault: string): string;
  /** Answers that are neither ended nor given up by the caller. */
  running(): number;
  stop(): Promise<void>;
};

type Asked = { method: string; path: string; body: string };

/** A server that fails on purpose, at the level of its sockets. The fault is in the path. */
export async function startFaultServer(faults: Fault[], quick: boolean): Promise<FaultServer> {
  const sockets = new Set<Socket>();
  const running = new Set<Socket>();
  // Half open: a client's goodbye must not end an answer that is to end in its own way.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    const gone = () => {
      sockets.delete(socket);
      running.delete(socket);
    };
    socket.on("close", gone);
    socket.on("error", gone);
    socket.on("end", () => socket.destroy());
    onRequest(socket, (asked) => void answer(socket, asked));
  });

  async function answer(socket: Socket, { method, path, body }: Asked): Promise<void> {
    const [, protocol = "", name = ""] = path.split("/");
    const fault = faults.find((candidate) => candidate.name === decodeURIComponent(name));
    const wire = protocol === "openai" ? wires.openai : wires.ollama;
    if (fault === undefined || method === "GET") {
      const list = wire.list(decodeURIComponent(name));
      const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(list)}\r\n\r\n`;
      socket.write(head + list);
      return;
    }
    const streamed = parseJson(jsonObject, body)?.stream === true;
    running.add(socket);
    await fault.play({ socket, wire, streamed, quick });
    if (!fault.hangs) running.delete(socket);
  }

  const port = await listen(server);
  return {
    address: (protocol, fault) =>
      `http://127.0.0.1:${port}/${protocol}/${encodeURIComponent(fault)}${protocol === "openai" ? "/v1" : ""}`,
    running: () => running.size,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Calls `take` with each whole request that comes over a socket. */
function onRequest(socket: Socket, take: (asked: Asked) => void): void {
  let text = "";
  socket.on("data", (data) => {
    text += data.toString("latin1");
    const end = text.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = text.slice(0, end);
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    if (text.length < end + 4 + length) return;
    const body = Buffer.from(text.slice(end + 4), "latin1").toString("utf8");
    text = "";
    const [method = "", path = ""] = head.split(" ", 2);
    take({ method, path, body });
  });
}
