import http from "node:http";
import {
  Actions,
  Chats,
  Connections,
  FinishedAnswers,
  FunctionEvents,
  FunctionTrial,
  Groups,
  type Identity,
  MemberFunctions,
  ModelAdmin,
  ParleyError,
  type People,
  Pipelines,
  type Principal,
  systemClock,
  Turns,
  type UserRole,
} from "@parley/core";
import {
  engineWorld,
  memoryChats,
  memoryConnections,
  ScriptedUpstream,
  scriptedConnection,
  silentLog,
} from "@parley/core/testing";
import { Server } from "socket.io";
import { createHttpHandler } from "../http/handler.ts";
import { createRoutes } from "../http/routes.ts";
import { createDirect } from "../realtime/direct/index.ts";
import type { DirectLimits } from "../realtime/direct/limits.ts";
import { attachGateway, socketPublisher } from "../realtime/gateway.ts";
import { SocketPersonPages } from "../realtime/person-pages.ts";
import type { Services } from "../services.ts";
import { unused } from "./unused.ts";

/** Who the bearer tokens of a test belong to: `Bearer ada` is Ada. */
const callers: Record<string, UserRole> = {
  ada: "user",
  bob: "user",
  eve: "pending",
  root: "admin",
};

function principalFor(authorization: string | null): Principal | null {
  const userId = authorization?.replace("Bearer ", "") ?? "";
  const role = callers[userId];
  if (role === undefined) return null;
  return { userId, name: userId, email: `${userId}@example.org`, role, via: "session" };
}

export type ServeWorldOptions = { direct?: Partial<DirectLimits>; upstream?: ScriptedUpstream };

/** All of the API over real HTTP and sockets, on repositories in memory and a scripted upstream. */
export async function serveWorld({
  direct: limits = {},
  upstream = new ScriptedUpstream(["m"]),
}: ServeWorldOptions = {}) {
  const io = new Server({ serveClient: false });
  const pages = new SocketPersonPages(io);
  const publisher = socketPublisher(io);
  const direct = createDirect({ io, clock: systemClock, log: silentLog, limits });
  const chats = memoryChats();
  const connections = memoryConnections();
  const newId = () => crypto.randomUUID();
  const events = new FunctionEvents({
    ...{ chats, publisher, newId, pages, turns: () => turns },
    answerMs: 5_000,
  });
  const engine = engineWorld({
    events,
    clock: systemClock,
    connections: [scriptedConnection],
    createUpstream: () => upstream,
    people: Object.keys(callers),
  });
  const { upstreams, models, pipeline, settings, definitions, groups } = engine;
  const { registry, sessions, host, functions, stored } = engine;
  await settings.write({ titleGeneration: false });
  await upstreams.reload();
  await upstreams.refresh(scriptedConnection.id);
  const turns = new Turns({
    chats,
    pipeline,
    settings,
    publisher,
    clock: systemClock,
    newId,
    log: silentLog,
    directLine: direct.line,
    deltaMs: 1,
  });
  const people: Partial<People> = {
    list: () => Promise.resolve([]),
    find: () => Promise.resolve(null),
  };
  const services: Services = {
    chats: new Chats({ chats, turns, publisher }),
    turns,
    connections: new Connections({
      connections,
      upstreams,
      createUpstream: () => upstream,
      clock: systemClock,
      newId,
    }),
    pipeline,
    pipelines: new Pipelines({ upstreams }),
    models,
    modelAdmin: new ModelAdmin({ definitions, models, random: Math.random }),
    functions,
    memberFunctions: new MemberFunctions({ functions: stored.functions, registry, models }),
    functionTrial: new FunctionTrial({
      ...{ functions: stored.functions, host, sessions, chats, newId },
      clock: systemClock,
    }),
    actions: new Actions({
      ...{ registry, sessions, events, models, chats, publisher, clock: systemClock },
    }),
    finished: new FinishedAnswers({ chats, pipeline, publisher }),
    groups: new Groups({ groups, models }),
    identity: unused<Identity>("identity", {
      cachedPrincipal: () => undefined,
      principal: (headers) => Promise.resolve(principalFor(headers.get("authorization"))),
      originAllowed: (headers) => headers.get("origin") !== "https://evil.example",
      people: unused<People>("people", people),
      setupState: () => Promise.resolve({ hasUsers: true, signUp: "approve" }),
    }),
    settings,
    metrics: { contentType: "text/plain", text: () => Promise.resolve("figures") },
    log: silentLog,
  };
  const gateway = attachGateway({ io, services, channels: direct.channels, pages });
  const handler = createHttpHandler({
    routes: createRoutes({ ready: () => true, maxBodyBytes: 1_000_000 }),
    services,
  });
  const server = http.createServer((request, response) => {
    if (!handler(request, response)) response.writeHead(404).end();
  });
  io.attach(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    services,
    host,
    /** Installs a function and switches it on. */
    install: engine.install,
    definitions,
    models,
    upstream,
    chats,
    gateway,
    pages,
    /** The next call to the upstream, waited for. */
    nextCall: () => upstream.next(),
    /** Resolves when nothing runs in a chat. */
    async untilIdle(chatId: string) {
      while (turns.isRunning(chatId)) await new Promise((resolve) => setImmediate(resolve));
    },
    upstreamError: (status: number) => new ParleyError("upstream_error", "It failed.", { status }),
    channels: direct.channels,
    async stop() {
      await io.close();
      await upstreams.close();
    },
  };
}
