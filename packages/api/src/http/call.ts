import type { IncomingMessage, ServerResponse } from "node:http";
import type { Audience, Principal } from "@parley/core";
import type { Services } from "../services.ts";

/** One HTTP request on its way through a route. */
export type HttpCall = {
  request: IncomingMessage;
  response: ServerResponse;
  url: string;
  /** Checked against the route's audience before the handler runs. */
  principal: Principal | null;
  services: Services;
};

/** A route and who may use it. Paths are exact; a trailing `/*` takes everything below. */
export type Route = {
  method: "GET" | "POST" | "ANY";
  path: string;
  audience: Audience;
  handle(call: HttpCall): Promise<void> | void;
};

/** The principal that a route's audience promises. */
export function principalOf(call: HttpCall): Principal {
  if (call.principal === null) throw new Error("a route for members ran without a principal");
  return call.principal;
}
