/**
 * What kind of server a connection leads to. `function` (functions that are models) is built in and has
 * no address.
 */
export type ConnectionKind = "openai" | "ollama" | "function";

/** A connection as the server uses it. `apiKey` is decrypted and must not leave the server. */
export type Connection = {
  id: string;
  kind: ConnectionKind;
  name: string;
  /** Without a trailing slash; for OpenAI-compatible servers it includes `/v1` where they want it. */
  baseUrl: string;
  apiKey: string | null;
  enabled: boolean;
  /** Put before every model id of this connection, as `prefix.id`; null for none. */
  prefix: string | null;
  /**
   * How much of the requests it gets among the connections that serve the same model: in proportion to
   * the others' weights. 0: only when none of the others answers.
   */
  weight: number;
  /** What happens to a turn when a filter of this connection (a pipelines server) can't be asked. */
  whenFilterFails: "closed" | "open";
  /** Set when the environment seeded it: the seed's key, so that it is seeded once. */
  seed: string | null;
  createdAt: number;
};

export type NewConnection = Omit<Connection, "id" | "createdAt" | "weight" | "whenFilterFails"> & {
  /** Default 1. */
  weight?: number;
  /** Default "closed". */
  whenFilterFails?: Connection["whenFilterFails"];
};

/** `apiKey`: absent keeps it, null removes it. Changing `baseUrl` without giving a key removes the key. */
export type ConnectionPatch = Partial<
  Pick<
    Connection,
    "name" | "baseUrl" | "apiKey" | "enabled" | "prefix" | "weight" | "whenFilterFails"
  >
>;

export interface ConnectionRepository {
  list(): Promise<Connection[]>;
  find(id: string): Promise<Connection | null>;
  create(connection: NewConnection): Promise<Connection>;
  update(id: string, patch: ConnectionPatch): Promise<Connection | null>;
  remove(id: string): Promise<boolean>;
  /** Creates it unless one with the same `seed` was ever created (a removed seed stays removed). */
  seed(connection: NewConnection & { seed: string }): Promise<Connection | null>;
}
