import { isParleyError, ParleyError } from "../errors.ts";
import type { Connection, ConnectionKind } from "../ports/connections.ts";
import type { Clock, Log } from "../ports/runtime.ts";
import type { Upstream, UpstreamModel } from "../ports/upstream.ts";

/** A model as people see it. */
export type ModelInfo = {
  id: string;
  name: string;
  description: string | null;
  ownedBy: ConnectionKind;
  connectionId: string;
  connectionName: string;
  demo: boolean;
  available: boolean;
  /** Why it is not available, as a sentence. */
  reason: string | null;
};

export type ResolvedModel = { info: ModelInfo; upstream: Upstream; upstreamModelId: string };

export type ConnectionStatus = {
  state: "ok" | "unavailable" | "checking" | "off";
  reason: string | null;
  checkedAt: number | null;
  modelCount: number;
};

/** Something about a connection that a person choosing a model should know. */
export type ConnectionProblem = { connectionId: string; name: string; reason: string };

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

type Entry = { live: Live; model: UpstreamModel; info: ModelInfo };

export type ModelRegistryOptions = {
  /** The connections there are, in the order in which they win an id that several have. */
  connections: () => Promise<Connection[]>;
  createUpstream: (connection: Connection) => Upstream;
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
 * Every model of every connection. Reading it never waits for an upstream: lists are fetched in the
 * background, and a dead connection keeps its last known models, marked unavailable, until it is back.
 */
export class ModelRegistry {
  readonly #options: Required<ModelRegistryOptions>;
  #live = new Map<string, Live>();
  #byId = new Map<string, Entry>();
  #problems: ConnectionProblem[] = [];
  #reloading: Promise<void> = Promise.resolve();

  constructor(options: ModelRegistryOptions) {
    this.#options = { refreshMs: 60_000, retryMs: 2_000, ...options };
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

  list(): ModelInfo[] {
    return [...this.#byId.values()].map((entry) => entry.info);
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

  /** Throws `model_not_found`, or `upstream_unavailable` with the reason while its connection is down. */
  resolve(modelId: string): ResolvedModel {
    const entry = this.#byId.get(modelId);
    if (!entry) {
      throw new ParleyError(
        "model_not_found",
        `There is no model "${modelId.slice(0, 200)}", or it is not yours. GET /v1/models lists what there is.`,
        { param: "model" },
      );
    }
    if (!entry.info.available) {
      throw new ParleyError(
        "upstream_unavailable",
        `${entry.info.name} is unavailable: ${entry.info.reason ?? "its connection does not answer."}`,
        { param: "model" },
      );
    }
    return { info: entry.info, upstream: entry.live.upstream, upstreamModelId: entry.model.id };
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
      models: [],
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
        modelCount: models.length,
      };
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

  #index(): void {
    const before = JSON.stringify([this.list(), this.#problems]);
    const byId = new Map<string, Entry>();
    const problems: ConnectionProblem[] = [];
    for (const live of this.#live.values()) {
      const { connection, status } = live;
      const note = (reason: string) =>
        problems.push({ connectionId: connection.id, name: connection.name, reason });
      if (status.state === "unavailable") note(status.reason ?? "It does not answer.");
      const clashes: string[] = [];
      for (const model of live.models) {
        const id = connection.prefix ? `${connection.prefix}.${model.id}` : model.id;
        if (byId.has(id)) clashes.push(id);
        else byId.set(id, { live, model, info: infoOf(live, model, id) });
      }
      if (clashes.length > 0) {
        note(
          `${clashes.length} of its models have ids that another connection has too (${clashes[0]}). Give it a prefix to use them.`,
        );
      }
    }
    this.#byId = byId;
    this.#problems = problems;
    if (JSON.stringify([this.list(), problems]) !== before) this.#options.onChange();
  }
}

function infoOf(live: Live, model: UpstreamModel, id: string): ModelInfo {
  return {
    id,
    name: model.name,
    description: model.description ?? null,
    ownedBy: live.connection.kind,
    connectionId: live.connection.id,
    connectionName: live.connection.name,
    demo: live.connection.kind === "demo",
    available: live.status.state !== "unavailable",
    reason: live.status.reason,
  };
}

function sameUpstream(a: Connection, b: Connection): boolean {
  return a.kind === b.kind && a.baseUrl === b.baseUrl && a.apiKey === b.apiKey;
}
