import type { IncomingMessage, ServerResponse } from "node:http";
import { admit, ParleyError } from "@parley/core";
import type { Services } from "../services.ts";
import { authenticate } from "./authenticate.ts";
import type { Route } from "./call.ts";
import { sendError } from "./respond.ts";

export type HttpHandlerOptions = {
  routes: Route[];
  services: Services;
};

/**
 * Handles the requests that have a route; returns false for all others. Each route's audience is
 * checked here, before its handler runs.
 */
export function createHttpHandler(
  options: HttpHandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const exact = new Map<string, Route[]>();
  const prefixes: Route[] = [];
  for (const route of options.routes) {
    if (route.path.endsWith("/*")) prefixes.push(route);
    else exact.set(route.path, [...(exact.get(route.path) ?? []), route]);
  }
  return (request, response) => {
    const url = request.url ?? "/";
    const query = url.indexOf("?");
    const path = query === -1 ? url : url.slice(0, query);
    const found =
      exact.get(path) ?? prefixes.filter((route) => path.startsWith(route.path.slice(0, -1)));
    if (found.length === 0) return false;
    const route = found.find((entry) => entry.method === "ANY" || entry.method === request.method);
    void run({ request, response, url, route, options });
    return true;
  };
}

async function run(parts: {
  request: IncomingMessage;
  response: ServerResponse;
  url: string;
  route: Route | undefined;
  options: HttpHandlerOptions;
}): Promise<void> {
  const { request, response, url, route, options } = parts;
  const { services } = options;
  try {
    if (!route) {
      throw new ParleyError("invalid_request", `This path does not take ${request.method}.`, {
        status: 405,
      });
    }
    const known = authenticate(request, services.identity);
    const principal = known instanceof Promise ? await known : known;
    admit(route.audience, principal);
    await route.handle({ request, response, url, principal, services });
  } catch (error) {
    sendError(response, error, services.log);
  }
}
