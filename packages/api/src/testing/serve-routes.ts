import http from "node:http";
import type { Identity, ModelInfo, Pipeline, Principal } from "@parley/core";
import { silentLog } from "@parley/core/testing";
import { createHttpHandler } from "../http/handler.ts";
import { createRoutes } from "../http/routes.ts";
import type { Services } from "../services.ts";
import { unused } from "./unused.ts";

export const member: Principal = { userId: "ada", name: "Ada", role: "user", via: "api-key" };

export const model: ModelInfo = {
  id: "m",
  name: "M",
  description: null,
  ownedBy: "openai",
  connectionId: "c",
  connectionName: "C",
  demo: false,
  available: true,
  reason: null,
};

/** Parley's routes over real HTTP, with a pipeline and one key ("good") that a test decides. */
export async function serveRoutes(options: {
  pipeline: Pipeline;
  principal: Principal;
  models: ModelInfo[];
  identity?: Partial<Identity>;
  ready?: () => boolean;
}): Promise<{ url: string; stop(): Promise<void> }> {
  const { pipeline, principal, models, identity, ready = () => true } = options;
  const services: Services = {
    chats: unused("chats"),
    turns: unused("turns"),
    connections: unused("connections"),
    pipeline,
    models: { list: () => models, problems: () => [] },
    identity: unused<Identity>("identity", {
      cachedPrincipal: (authorization) => (authorization === "Bearer good" ? principal : null),
      ...identity,
    }),
    settings: unused("settings"),
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
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
