import { notFound, ParleyError } from "../errors.ts";
import { admit, type Principal } from "../identity.ts";
import type { JsonObject } from "../json.ts";
import type { Connection } from "../ports/connections.ts";
import type { PipelineFilters, PipelineRole } from "../ports/upstream.ts";
import type { Offer } from "./offers.ts";
import type { UpstreamModels } from "./upstream-models.ts";

/** A filter or a pipe as an admin sees it. */
export type PipelineView = {
  id: string;
  name: string;
  type: PipelineRole["type"];
  /** Of a filter: ids of the models that it is for; `*` is all. */
  targets: string[];
  priority: number;
  /** What its valves are read and written by; null when it has none. */
  valvesId: string | null;
};

/** A connection that leads to a pipelines server. */
export type PipelinesServerView = {
  connectionId: string;
  name: string;
  whenFilterFails: Connection["whenFilterFails"];
  available: boolean;
  /** Why it is not available, as a sentence. */
  reason: string | null;
  /** Filters in the order in which they are asked, then pipes. */
  pipelines: PipelineView[];
};

export type ValvesOf = { connectionId: string; id: string };
export type Valves = {
  values: JsonObject;
  /** A JSON schema of them. */
  spec: JsonObject;
};

/** What an admin does with the filters and pipes of pipelines servers. */
export class Pipelines {
  readonly #upstreams: Pick<UpstreamModels, "pipelines" | "refresh">;

  constructor(parts: { upstreams: Pick<UpstreamModels, "pipelines" | "refresh"> }) {
    this.#upstreams = parts.upstreams;
  }

  list(principal: Principal): PipelinesServerView[] {
    admit("admin", principal);
    const byConnection = Map.groupBy(this.#upstreams.pipelines(), (offer) => offer.connection.id);
    return [...byConnection.values()].flatMap((offers) => {
      const [first] = offers;
      if (first === undefined) return [];
      const { connection, available, reason } = first;
      const { id: connectionId, name, whenFilterFails } = connection;
      const pipelines = offers.map(viewOf).toSorted(inOrderAsked);
      return [{ connectionId, name, whenFilterFails, available, reason, pipelines }];
    });
  }

  async valves(principal: Principal, of: ValvesOf): Promise<Valves> {
    admit("admin", principal);
    const server = this.#serverOf(of);
    const { signal } = new AbortController();
    const [values, spec] = await Promise.all([
      server.valves(of.id, { signal }),
      server.valvesSpec(of.id, { signal }),
    ]);
    return { values, spec };
  }

  /** Resolves with the valves as the server has them now. Targets and priority are among them. */
  async setValves(principal: Principal, of: ValvesOf, values: JsonObject): Promise<JsonObject> {
    admit("admin", principal);
    const { signal } = new AbortController();
    const saved = await this.#serverOf(of).setValves(of.id, values, { signal });
    await this.#upstreams.refresh(of.connectionId);
    return saved;
  }

  #serverOf({ connectionId, id }: ValvesOf): PipelineFilters {
    const offer = this.#upstreams
      .pipelines()
      .find((one) => one.connection.id === connectionId && valvesIdOf(one) === id);
    if (offer === undefined) throw notFound("filter or pipe");
    const { pipelines } = offer.upstream;
    if (pipelines !== undefined) return pipelines;
    throw new ParleyError("invalid_request", "This connection leads to no pipelines server.");
  }
}

function viewOf(offer: Offer): PipelineView {
  const { id, name, pipeline } = offer.model;
  const { type = "pipe", targets = [], priority = 0 } = pipeline ?? {};
  return { id, name, type, targets, priority, valvesId: valvesIdOf(offer) };
}

/** A manifold's models have the valves of the manifold, whose id is what stands before the first dot. */
function valvesIdOf({ model: { id, pipeline } }: Offer): string | null {
  if (pipeline?.valves !== true) return null;
  return pipeline.type === "manifold" ? (id.split(".", 1)[0] ?? id) : id;
}

function inOrderAsked(one: PipelineView, other: PipelineView): number {
  const last = (view: PipelineView) => (view.type === "filter" ? 0 : 1);
  return last(one) - last(other) || one.priority - other.priority;
}
