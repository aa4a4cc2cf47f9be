import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import {
  attachGateway,
  createDirect,
  createHttpHandler,
  createRoutes,
  SocketPersonPages,
  socketPublisher,
} from "@parley/api";
import { type Log, systemClock } from "@parley/core";
import next from "next";
import { Server } from "socket.io";
import type { Env } from "../env.ts";
import { setBridge } from "./bridge.ts";
import { compose } from "./compose.ts";
import { openDatabase } from "./database.ts";
import { createFiles } from "./files.ts";
import { setCommonHeaders, setPagePolicy } from "./page-headers.ts";
import { portProblem } from "./startup-error.ts";

export type ServerLimits = {
  /** Milliseconds that running answers get to finish after SIGTERM. */
  drainMs: number;
  /** Largest completion or tRPC request, in bytes; images travel inside. */
  maxBodyBytes: number;
  /** Largest frame a page may send over its socket, in bytes. */
  maxSocketBytes: number;
};

const defaultLimits: ServerLimits = {
  drainMs: 20_000,
  maxBodyBytes: 50 * 1024 * 1024,
  maxSocketBytes: 100 * 1024,
};

export type RunningServer = {
  url: string;
  /** Ends without losing anything: `hurry` gives running answers no more time. */
  stop(options?: { hurry?: boolean }): Promise<void>;
};

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** Starts Parley. The port opens first, so that health says 503 until everything is there. */
export async function serve(env: Env, log: Log, limits = defaultLimits): Promise<RunningServer> {
  let ready = false;
  let handle: Handler = (_request, response) => {
    response.writeHead(503, { "content-type": "application/json", "retry-after": "2" });
    response.end('{"status":false}');
  };
  const server = http.createServer({ keepAliveTimeout: 65_000 }, (request, response) =>
    handle(request, response),
  );
  await listen(server, env);
  try {
    const { database, secret, close } = await openDatabase(env, log);
    const io = new Server({ serveClient: false, maxHttpBufferSize: limits.maxSocketBytes });
    const direct = createDirect({ io, clock: systemClock, log });
    const personPages = new SocketPersonPages(io);
    const composition = await compose({
      env,
      database,
      secret,
      publisher: socketPublisher(io),
      directLine: direct.line,
      pages: personPages,
      log,
    });
    const { services } = composition;
    const gateway = attachGateway({
      ...{ io, services, channels: direct.channels },
      pages: personPages,
    });
    services.identity.onAccessChanged((userId, change) => {
      if (change === "promoted" || change === "key-revoked") return;
      gateway.disconnectUser(userId);
      if (change === "removed" || change === "demoted") {
        services.turns.endOf(userId).catch((error: unknown) => {
          log.error("Answers of somebody who lost access could not be ended", { userId, error });
        });
      }
    });
    setBridge({
      principal: (headers) => services.identity.principal(headers),
      setupState: () => services.identity.setupState(),
      hasSwitchableFilters: () => services.memberFunctions.hasSwitchable(),
    });
    const api = createHttpHandler({
      routes: createRoutes({ ready: () => ready, maxBodyBytes: limits.maxBodyBytes }),
      services,
    });
    const development = env.NODE_ENV === "development";
    const dir = path.resolve(import.meta.dirname, "../..");
    const pages = next({ dev: development, dir });
    await pages.prepare();
    const files = development ? null : createFiles(dir, log);
    const renderPage = pages.getRequestHandler();
    io.attach(server, { path: "/socket.io" });
    handle = (request, response) => {
      setCommonHeaders(response);
      if (request.url?.startsWith("/api/auth/")) {
        void composition.identityHandler(request, response);
      } else if (!api(request, response) && files?.(request, response) !== true) {
        setPagePolicy(request, response, {
          development,
          direct: composition.directIsAllowed(),
        });
        void renderPage(request, response);
      }
    };
    ready = true;
    let closing: Promise<void> | null = null;
    const closeAll = async () => {
      const deadline = Date.now() + limits.drainMs;
      await services.turns.drain(limits.drainMs);
      io.disconnectSockets(true);
      await closeServer(server, Math.max(0, deadline - Date.now()));
      await io.close();
      await pages.close();
      await composition.close();
      await close();
    };
    return {
      url: addressOf(server, env),
      async stop({ hurry = false } = {}) {
        ready = false;
        closing ??= closeAll();
        if (hurry) {
          await services.turns.drain(0);
          server.closeAllConnections();
        }
        await closing;
      },
    };
  } catch (error) {
    server.close();
    server.closeAllConnections();
    throw error;
  }
}

function listen(server: http.Server, { HOST, PORT }: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(portProblem(error, HOST, PORT)));
    server.listen(PORT, HOST, resolve);
  });
}

/** Takes no new connections and lets running responses end, for at most `ms`. */
function closeServer(server: http.Server, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), ms);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function addressOf(server: http.Server, env: Env): string {
  if (env.PUBLIC_URL !== undefined) return env.PUBLIC_URL;
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === "object" && address !== null ? address.port : env.PORT;
  const host = env.HOST === "0.0.0.0" || env.HOST === "::" ? "localhost" : env.HOST;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
