import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { appRouter } from "../trpc/router.ts";
import { runAction } from "./actions.ts";
import type { Route } from "./call.ts";
import { completed } from "./completed.ts";
import { completions } from "./completions.ts";
import { embedsPath, sendEmbed } from "./embeds.ts";
import { sendMetrics } from "./metrics.ts";
import { findModel, listModels } from "./models.ts";
import { sendJson } from "./respond.ts";

export type RouteOptions = {
  /** Whether the server can serve: false before it is ready, and while it drains. */
  ready: () => boolean;
  /** Largest completion or tRPC request, in bytes. */
  maxBodyBytes: number;
};

const trpcPath = "/api/trpc";

/** Every HTTP route of Parley's own, with who may use it. Identity and pages are mounted beside them. */
export function createRoutes({ ready, maxBodyBytes }: RouteOptions): Route[] {
  return [
    {
      method: "GET",
      path: "/api/health",
      audience: "anyone",
      handle: ({ response }) => {
        const status = ready();
        sendJson(response, status ? 200 : 503, { status });
      },
    },
    {
      method: "GET",
      path: "/v1/models",
      audience: "member",
      handle: (call) => listModels(call, { extended: false }),
    },
    {
      method: "GET",
      path: "/api/models",
      audience: "member",
      handle: (call) => listModels(call, { extended: true }),
    },
    ...["/v1/models/", "/api/models/"].map(
      (below): Route => ({
        method: "GET",
        path: `${below}*`,
        audience: "member",
        handle: (call) => findModel(call, { below, extended: below.startsWith("/api/") }),
      }),
    ),
    {
      method: "POST",
      path: "/v1/chat/completions",
      audience: "member",
      handle: (call) => completions(call, { ready, maxBytes: maxBodyBytes, extended: false }),
    },
    {
      method: "POST",
      path: "/api/chat/completions",
      audience: "member",
      handle: (call) => completions(call, { ready, maxBytes: maxBodyBytes, extended: true }),
    },
    {
      method: "GET",
      path: `${embedsPath}*`,
      audience: "member",
      handle: sendEmbed,
    },
    {
      method: "POST",
      path: "/api/chat/completed",
      audience: "member",
      handle: (call) => completed(call, { maxBytes: maxBodyBytes }),
    },
    ...["/api/chat/actions/", "/api/chat/actions"].map(
      (below): Route => ({
        method: "POST",
        path: below.endsWith("/") ? `${below}*` : below,
        audience: "member",
        handle: (call) => runAction(call, { below, maxBytes: maxBodyBytes }),
      }),
    ),
    {
      // Admins, and whoever is on this machine: the usual place of a collector without an account.
      method: "GET",
      path: "/metrics",
      audience: "anyone",
      handle: sendMetrics,
    },
    {
      // Each procedure declares its own audience.
      method: "ANY",
      path: `${trpcPath}/*`,
      audience: "anyone",
      handle: async ({ request, response, url, principal, services }) => {
        await nodeHTTPRequestHandler({
          router: appRouter,
          req: request,
          res: response,
          path: url.slice(trpcPath.length + 1).split("?", 1)[0] ?? "",
          maxBodySize: maxBodyBytes,
          // A question may be longer than an address can be: the rules of an arena name many models.
          allowMethodOverride: true,
          createContext: () => Promise.resolve({ principal, services }),
          onError: ({ error, path }) => {
            if (error.code === "INTERNAL_SERVER_ERROR") {
              services.log.error("A procedure failed", { path, error: error.cause ?? error });
            }
          },
        });
      },
    },
  ];
}
