import type { Connection } from "../ports/connections.ts";
import type { Upstream, UpstreamModel } from "../ports/upstream.ts";

/** A model as one connection offers it. */
export type Offer = {
  connection: Connection;
  upstream: Upstream;
  /** What the upstream calls it. */
  model: UpstreamModel;
  available: boolean;
  /** Why it is not available, as a sentence. */
  reason: string | null;
};

/** A model that connections offer, under Parley's id; several may serve the same one. */
export type UpstreamOffers = {
  id: string;
  /** In the order of the connections; never empty. */
  offers: readonly [Offer, ...Offer[]];
};

/** Something about a connection that a person choosing a model should know. */
export type ConnectionProblem = { connectionId: string; name: string; reason: string };

/** Equal as long as nothing has changed that anybody can see. */
export function fingerprint(
  byId: Map<string, UpstreamOffers>,
  filters: Offer[],
  problems: ConnectionProblem[],
): string {
  const visible = ({ connection: { apiKey: _, ...connection }, model, available }: Offer) => [
    connection,
    model,
    available,
  ];
  const models = [...byId.values()].map(({ id, offers }) => [id, offers.map(visible)]);
  return JSON.stringify([models, filters.map(visible), problems]);
}
