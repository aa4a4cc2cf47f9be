import http from "node:http";
import { type Identity, type Principal, systemClock, type Upstream } from "@parley/core";
import { engineWorld, scriptedConnection, silentLog } from "@parley/core/testing";
import { createHttpHandler } from "../http/handler.ts";
import { createRoutes } from "../http/routes.ts";
import type { Services } from "../services.ts";
import { unused } from "./unused.ts";

type Engine = ReturnType<typeof engineWorld>;

export const member: Principal = {
  userId: "ada",
  name: "Ada",
  email: "ada@example.org",
  role: "user",
  via: "api-key",
};

/**
 * Parley's routes over real HTTP: one model "m", unless others are given, of an upstream whose answers
 * a test decides, and one key ("good").
 */
export async function serveRoutes(options: {
  complete: Upstream["complete"];
  models?: string[];
  identity?: Partial<Identity>;
  ready?: () => boolean;
}): Promise<{ url: string; engine: Engine; stop(): Promise<void> }> {
  const { complete, models = ["m"], identity, ready = () => true } = options;
  const engine = engineWorld({
    clock: systemClock,
    connections: [scriptedConnection],
    createUpstream: () => ({
      listModels: () => Promise.resolve(models.map((id) => ({ id, name: id.toUpperCase() }))),
      complete,
      close: () => Promise.resolve(),
    }),
  });
  await engine.upstreams.reload();
  await engine.upstreams.refresh(scriptedConnection.id);
  const services: Services = {
    chats: unused("chats"),
    turns: unused("turns"),
    connections: unused("connections"),
    pipeline: engine.pipeline,
    pipelines: unused("pipelines"),
    models: engine.models,
    modelAdmin: unused("modelAdmin"),
    functions: unused("functions"),
    memberFunctions: unused<Services["memberFunctions"]>("memberFunctions", {
      forModel: () => ({ filters: [], actions: [] }),
    }),
    functionTrial: unused("functionTrial"),
    actions: unused("actions"),
    finished: unused("finished"),
    groups: unused("groups"),
    identity: unused<Identity>("identity", {
      cachedPrincipal: (authorization) => (authorization === "Bearer good" ? member : null),
      ...identity,
    }),
    settings: unused("settings"),
    metrics: { contentType: "text/plain", text: () => Promise.resolve("figures") },
    log: silentLog,
  };
  const handler = createHttpHandler({
    routes: createRoutes({ ready, maxBodyBytes: 1_000_000 }),
    services,
  });
  const server = http.createServer((request, response) => {
    if (!handler(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    engine,
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await engine.upstreams.close();
    },
  };
}
