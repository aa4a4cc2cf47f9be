import { ParleyError } from "../errors.ts";
import type { Principal } from "../identity.ts";
import type { UpstreamEntry } from "../models/entries.ts";
import type { Offer } from "../models/offers.ts";
import type { Route } from "../models/route.ts";
import type { Connection } from "../ports/connections.ts";
import type { DirectLine } from "../ports/direct-line.ts";
import { type DirectChoice, directModelId } from "./protocol.ts";

/** Stands where a stored connection stands otherwise. It has no address and no key, and never will. */
const browser: Connection = {
  id: "direct",
  kind: "openai",
  name: "the person's own browser",
  baseUrl: "",
  apiKey: null,
  enabled: true,
  prefix: null,
  weight: 1,
  whenFilterFails: "closed",
  seed: null,
  createdAt: 0,
};

export function isDirect({ connection }: Offer): boolean {
  return connection === browser;
}

export function isDirectRoute({ base }: Route): boolean {
  return base.offers.some(isDirect);
}

export type DirectParts = {
  /** Absent: this server has no way to browsers. */
  line: DirectLine | undefined;
  allowed: () => Promise<boolean>;
};

/**
 * The route to a direct model: no arena, no preset, and no look at the server's models, so that
 * neither can stand for the other. `modelId` is what the message keeps; it must be the choice's own.
 */
export async function directRoute(
  { line, allowed }: DirectParts,
  principal: Principal,
  { modelId, choice }: { modelId: string; choice: DirectChoice },
): Promise<Route> {
  const { connectionId, model } = choice;
  const id = directModelId(connectionId, model.id);
  if (modelId !== id) {
    throw new ParleyError(
      "invalid_request",
      "A direct connection answers under its own model id, and this is another one.",
      { param: "model" },
    );
  }
  if (line === undefined || !(await allowed())) {
    throw new ParleyError(
      "forbidden",
      "Direct connections are switched off on this server. Choose another model, or ask an admin.",
      { param: "direct" },
    );
  }
  const offer: Offer = {
    connection: browser,
    upstream: line.upstream(principal, choice),
    model,
    available: true,
    reason: null,
  };
  const entry: UpstreamEntry = {
    kind: "upstream",
    id,
    name: model.name,
    definition: null,
    offers: [offer],
  };
  return {
    requestedId: id,
    requestedName: model.name,
    arenas: [],
    reveal: null,
    model: entry,
    presets: [],
    base: entry,
  };
}
