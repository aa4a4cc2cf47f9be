import { z } from "zod";
import { isParleyError, notFound } from "../errors.ts";
import { admit, type Principal } from "../identity.ts";
import type {
  Connection,
  ConnectionKind,
  ConnectionPatch,
  ConnectionRepository,
} from "../ports/connections.ts";
import type { Clock, NewId } from "../ports/runtime.ts";
import type { Upstream } from "../ports/upstream.ts";
import type { ConnectionStatus, UpstreamModels } from "./upstream-models.ts";

/** The address of an upstream, without a trailing slash. */
export const baseUrl = z
  .url({ protocol: /^https?$/, error: "Give an address that begins with http:// or https://" })
  .max(2_000)
  .transform((url) => url.replace(/\/+$/, ""));

export const connectionPrefix = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,32}$/, "A prefix has 1–32 letters, digits, _ or -");

/** A connection as an admin sees it: the key stays on the server. */
export type ConnectionView = {
  id: string;
  kind: ConnectionKind;
  name: string;
  baseUrl: string;
  prefix: string | null;
  weight: number;
  whenFilterFails: Connection["whenFilterFails"];
  enabled: boolean;
  hasKey: boolean;
  status: ConnectionStatus;
};

export type NewConnectionInput = {
  kind: "openai" | "ollama";
  name: string;
  baseUrl: string;
  apiKey: string | null;
  prefix: string | null;
  weight?: number;
  whenFilterFails?: Connection["whenFilterFails"];
};

export type CheckInput =
  | { id: string }
  | { kind: "openai" | "ollama"; baseUrl: string; apiKey: string | null };
export type CheckResult =
  | { ok: true; models: string[]; ms: number }
  | { ok: false; reason: string; ms: number };

type Parts = {
  connections: ConnectionRepository;
  upstreams: UpstreamModels;
  createUpstream: (connection: Connection) => Upstream;
  clock: Clock;
  newId: NewId;
};

/** What an admin does with connections. */
export class Connections {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async list(principal: Principal): Promise<ConnectionView[]> {
    admit("admin", principal);
    return (await this.#parts.connections.list()).map((connection) => this.#view(connection));
  }

  async create(principal: Principal, input: NewConnectionInput): Promise<ConnectionView> {
    admit("admin", principal);
    const created = await this.#parts.connections.create({ ...input, enabled: true, seed: null });
    return this.#changed(created);
  }

  async update(principal: Principal, id: string, patch: ConnectionPatch): Promise<ConnectionView> {
    admit("admin", principal);
    const updated = await this.#parts.connections.update(id, patch);
    if (!updated) throw notFound("connection");
    return this.#changed(updated);
  }

  async remove(principal: Principal, id: string): Promise<void> {
    admit("admin", principal);
    if (!(await this.#parts.connections.remove(id))) throw notFound("connection");
    await this.#parts.upstreams.reload();
  }

  /** Asks an upstream for its models now, and says what came of it. */
  async check(principal: Principal, input: CheckInput): Promise<CheckResult> {
    admit("admin", principal);
    const { clock, createUpstream } = this.#parts;
    const upstream = createUpstream(await this.#toCheck(input));
    const began = clock.now();
    try {
      const models = await upstream.listModels({ signal: new AbortController().signal });
      return { ok: true, models: models.map((model) => model.id), ms: clock.now() - began };
    } catch (error) {
      if (!isParleyError(error)) throw error;
      return { ok: false, reason: error.message, ms: clock.now() - began };
    } finally {
      await upstream.close();
      if ("id" in input) await this.#parts.upstreams.refresh(input.id);
    }
  }

  async #toCheck(input: CheckInput): Promise<Connection> {
    if ("id" in input) {
      const stored = await this.#parts.connections.find(input.id);
      if (!stored) throw notFound("connection");
      return stored;
    }
    const { clock, newId } = this.#parts;
    const common = {
      enabled: true,
      prefix: null,
      weight: 1,
      whenFilterFails: "closed" as const,
      seed: null,
      createdAt: clock.now(),
    };
    return { id: newId(), name: input.baseUrl, ...common, ...input };
  }

  async #changed(connection: Connection): Promise<ConnectionView> {
    await this.#parts.upstreams.reload();
    return this.#view(connection);
  }

  #view(connection: Connection): ConnectionView {
    const { id, kind, name, baseUrl, prefix, weight, whenFilterFails, enabled } = connection;
    return {
      id,
      kind,
      name,
      baseUrl,
      prefix,
      weight,
      whenFilterFails,
      enabled,
      hasKey: connection.apiKey !== null,
      status: this.#parts.upstreams.status(id),
    };
  }
}
