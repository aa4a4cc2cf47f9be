import { isParleyError, ParleyError } from "../errors.ts";
import type { Connection } from "../ports/connections.ts";
import type { Clock, Log } from "../ports/runtime.ts";
import type { Settings } from "../ports/settings.ts";
import type { Upstream, UpstreamModel } from "../ports/upstream.ts";
import { type ConnectionProblem, fingerprint, type Offer, type UpstreamOffers } from "./offers.ts";

export type ConnectionStatus = {
  state: "ok" | "unavailable" | "checking" | "off";
  reason: string | null;
  checkedAt: number | null;
  modelCount: number;
};

type Live = {
  connection: Connection;
  upstream: Upstream;
  /** Kept when a later look fails, so that the models stay in the list, marked. */
  models: UpstreamModel[];
  status: ConnectionStatus;
  failures: number;
  cancel: () => void;
  closing: AbortController;
};

/** Filters by connection, as their servers listed them last. */
export type KnownFilters = Settings["knownFilters"];

export type UpstreamModelsOptions = {
  /** The connections there are; of a model that several serve, the first one's name is shown. */
  connections: () => Promise<Connection[]>;
  createUpstream: (connection: Connection) => Upstream;
  /**
   * Remembers filters from one run to the next: they count from the first request on, also while their
   * server can't be reached. Without it nobody would know that a request lacks its filters.
   */
  filterMemory?: { read(): Promise<KnownFilters>; write(filters: KnownFilters): Promise<unknown> };
  clock: Clock;
  log: Log;
  /** Called when the list or a state changed. */
  onChange: () => void;
  /** Milliseconds between two looks at a connection that answers. */
  refreshMs?: number;
  /** First wait after a failure; doubled up to `refreshMs` with each further one. */
  retryMs?: number;
};

/**
 * What connections offer: every model of every connection. Reading it never waits for an upstream: lists are fetched in the
 * background, and a dead connection keeps its last known models, marked unavailable, until it is back.
 */
export class UpstreamModels {
  readonly #options: Required<UpstreamModelsOptions>;
  #live = new Map<string, Live>();
  #byId = new Map<string, UpstreamOffers>();
  #filters: Offer[] = [];
  #known: KnownFilters = {};
  #problems: ConnectionProblem[] = [];
  #fingerprint = "";
  #reloading: Promise<void> = Promise.resolve();

  constructor(options: UpstreamModelsOptions) {
    const filterMemory = { read: async () => this.#known, write: async () => undefined };
    this.#options = { refreshMs: 60_000, retryMs: 2_000, filterMemory, ...options };
  }

  /** Reads the connections again; those that changed are looked at anew. Concurrent calls queue up. */
  reload(): Promise<void> {
    // A failed reload must not keep the next one from running; its own caller sees the failure.
    this.#reloading = this.#reloading.then(
      () => this.#reload(),
      () => this.#reload(),
    );
    return this.#reloading;
  }

  /** Every model that can be asked; what only filters, or is no chat model, is not among them. */
  list(): UpstreamOffers[] {
    return [...this.#byId.values()];
  }

  find(modelId: string): UpstreamOffers | null {
    return this.#byId.get(modelId) ?? null;
  }

  /** The filters that pipelines servers offer, as their servers list them. */
  filters(): Offer[] {
    return this.#filters;
  }

  /** Everything that pipelines servers offer: filters, and the models that are pipes. */
  pipelines(): Offer[] {
    return [...this.#live.values()].flatMap((live) =>
      live.models
        .filter(({ pipeline }) => pipeline !== undefined)
        .map((model) => offerOf(live, model)),
    );
  }

  problems(): ConnectionProblem[] {
    return this.#problems;
  }

  status(connectionId: string): ConnectionStatus {
    return (
      this.#live.get(connectionId)?.status ?? {
        state: "off",
        reason: null,
        checkedAt: null,
        modelCount: 0,
      }
    );
  }

  /** Looks at a connection now, instead of when its turn comes. */
  async refresh(connectionId: string): Promise<void> {
    const live = this.#live.get(connectionId);
    if (live) await this.#look(live);
  }

  async close(): Promise<void> {
    const all = [...this.#live.values()];
    this.#live.clear();
    await Promise.all(all.map((live) => this.#drop(live)));
  }

  async #reload(): Promise<void> {
    const stored = await this.#options.connections();
    const wanted = new Map(
      stored.filter((connection) => connection.enabled).map((entry) => [entry.id, entry]),
    );
    this.#known = await this.#options.filterMemory.read();
    const next = new Map<string, Live>();
    for (const connection of wanted.values()) {
      const known = this.#live.get(connection.id);
      if (known && sameUpstream(known.connection, connection)) {
        known.connection = connection;
        next.set(connection.id, known);
      } else {
        next.set(connection.id, this.#open(connection));
      }
    }
    const dropped = [...this.#live.values()].filter(
      (live) => !next.has(live.connection.id) || next.get(live.connection.id) !== live,
    );
    this.#live = next;
    this.#index();
    for (const live of next.values()) if (live.status.checkedAt === null) void this.#look(live);
    await Promise.all(dropped.map((live) => this.#drop(live)));
  }

  #open(connection: Connection): Live {
    return {
      connection,
      upstream: this.#options.createUpstream(connection),
      models: this.#known[connection.id] ?? [],
      status: { state: "checking", reason: null, checkedAt: null, modelCount: 0 },
      failures: 0,
      cancel: () => undefined,
      closing: new AbortController(),
    };
  }

  async #drop(live: Live): Promise<void> {
    live.cancel();
    live.closing.abort(new ParleyError("upstream_unavailable", "The connection was removed."));
    await live.upstream.close();
  }

  async #look(live: Live): Promise<void> {
    live.cancel();
    const { clock, log, refreshMs, retryMs } = this.#options;
    let wait = refreshMs;
    try {
      const models = await live.upstream.listModels({ signal: live.closing.signal });
      live.models = models;
      live.failures = 0;
      live.status = {
        state: "ok",
        reason: null,
        checkedAt: clock.now(),
        modelCount: models.filter((model) => !isFilter(model)).length,
      };
      await this.#remember(live);
    } catch (error) {
      if (live.closing.signal.aborted) return;
      const reason = isParleyError(error)
        ? error.message
        : "It answered in a way Parley does not understand.";
      if (live.failures === 0) {
        log.warn("A connection is unavailable", {
          connection: live.connection.name,
          reason,
          error,
        });
      }
      wait = Math.min(refreshMs, retryMs * 2 ** Math.min(live.failures, 16));
      live.failures += 1;
      live.status = { ...live.status, state: "unavailable", reason, checkedAt: clock.now() };
    }
    if (this.#live.get(live.connection.id) !== live) return;
    this.#index();
    live.cancel = clock.after(wait, () => void this.#look(live));
  }

  async #remember({ connection, models }: Live): Promise<void> {
    const { [connection.id]: before = [], ...others } = this.#known;
    const filters = filtersIn(models);
    if (JSON.stringify(filters) === JSON.stringify(before)) return;
    this.#known = filters.length === 0 ? others : { ...others, [connection.id]: filters };
    try {
      await this.#options.filterMemory.write(this.#known);
    } catch (error) {
      this.#options.log.warn("Filters could not be remembered for the next start", { error });
    }
  }

  #index(): void {
    const before = this.#fingerprint;
    const byId = new Map<string, UpstreamOffers>();
    const problems: ConnectionProblem[] = [];
    this.#filters = [];
    for (const live of this.#live.values()) {
      const { connection, status } = live;
      if (status.state === "unavailable") {
        const reason = status.reason ?? "It does not answer.";
        problems.push({ connectionId: connection.id, name: connection.name, reason });
      }
      for (const model of live.models) {
        const offer = offerOf(live, model);
        if (isFilter(model)) {
          this.#filters.push(offer);
          continue;
        }
        const id = connection.prefix ? `${connection.prefix}.${model.id}` : model.id;
        const before = byId.get(id);
        // A pipe never answers for a model of a connection, nor shares its requests.
        if (before !== undefined && isOfFunction(offer) && !isOfFunction(before.offers[0]))
          continue;
        const known = isOfFunction(offer) || !isOfFunction(before?.offers[0]) ? before : undefined;
        byId.set(id, { id, offers: known ? [...known.offers, offer] : [offer] });
      }
    }
    this.#byId = byId;
    this.#problems = problems;
    this.#fingerprint = fingerprint(byId, this.#filters, problems);
    if (this.#fingerprint !== before) this.#options.onChange();
  }
}

function isOfFunction(offer: Offer | undefined): boolean {
  return offer?.connection.kind === "function";
}

function filtersIn(models: readonly UpstreamModel[]): KnownFilters[string] {
  return models.flatMap(({ id, name, pipeline }) => {
    if (pipeline?.type !== "filter") return [];
    const { type, valves, targets, priority } = pipeline;
    return [{ id, name, pipeline: { type, valves, targets, priority } }];
  });
}

function isFilter({ pipeline }: UpstreamModel): boolean {
  return pipeline?.type === "filter";
}

function offerOf(live: Live, model: UpstreamModel): Offer {
  const { connection, upstream, status } = live;
  const down = status.state === "unavailable" ? (status.reason ?? "It does not answer.") : null;
  const reason = down ?? model.unavailable ?? null;
  return { connection, upstream, model, available: reason === null, reason };
}

function sameUpstream(a: Connection, b: Connection): boolean {
  return a.kind === b.kind && a.baseUrl === b.baseUrl && a.apiKey === b.apiKey;
}
