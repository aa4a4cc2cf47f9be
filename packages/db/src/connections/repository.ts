import { randomUUID } from "node:crypto";
import type {
  Connection,
  ConnectionPatch,
  ConnectionRepository,
  Log,
  NewConnection,
} from "@parley/core";
import { z } from "zod";
import { type Runner, type Store, transact } from "../chats/store.ts";
import { Prisma, type Connection as Row } from "../generated/client.ts";
import type { Seal } from "./seal.ts";

const kind = z.enum(["openai", "ollama"]);
/** What another version wrote and this one doesn't know is taken for the safe one. */
const whenFilterFails = z.enum(["closed", "open"]).catch("closed");

/** Connections in PostgreSQL; their keys are sealed for the row they stand in. */
export class StoredConnections implements ConnectionRepository {
  readonly #store: Store;
  readonly #seal: Seal;
  readonly #log: Log;

  constructor(store: Store, seal: Seal, log: Log) {
    this.#store = store;
    this.#seal = seal;
    this.#log = log;
  }

  async list(): Promise<Connection[]> {
    const rows = await this.#store.prisma.connection.findMany({
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
    return rows.map((row) => this.#read(row));
  }

  async find(id: string): Promise<Connection | null> {
    const row = await this.#store.prisma.connection.findUnique({ where: { id } });
    return row === null ? null : this.#read(row);
  }

  create(connection: NewConnection): Promise<Connection> {
    return transact(this.#store, async (runner) => {
      if (connection.seed !== null) await this.#remember(runner, connection.seed);
      return this.#insert(runner, connection);
    });
  }

  seed(connection: NewConnection & { seed: string }): Promise<Connection | null> {
    return transact(this.#store, async (runner) => {
      const fresh = await this.#remember(runner, connection.seed);
      return fresh ? this.#insert(runner, connection) : null;
    });
  }

  async update(id: string, patch: ConnectionPatch): Promise<Connection | null> {
    return transact(this.#store, async (runner) => {
      await runner.$queryRaw(Prisma.sql`SELECT id FROM connections WHERE id = ${id} FOR UPDATE`);
      const before = await runner.connection.findUnique({ where: { id } });
      if (before === null) return null;
      const moved = patch.baseUrl !== undefined && patch.baseUrl !== before.baseUrl;
      const { apiKey, ...rest } = patch;
      const given = apiKey === undefined && moved ? null : apiKey;
      const row = await runner.connection.update({
        where: { id },
        data: {
          ...rest,
          ...(given === undefined ? {} : { apiKeyCipher: this.#sealed(given, id) }),
        },
      });
      return this.#read(row);
    });
  }

  async remove(id: string): Promise<boolean> {
    const { count } = await this.#store.prisma.connection.deleteMany({ where: { id } });
    return count === 1;
  }

  /** True the first time. */
  async #remember(runner: Runner, seed: string): Promise<boolean> {
    const createdAt = new Date(this.#store.now());
    const { count } = await runner.connectionSeed.createMany({
      data: [{ seed, createdAt }],
      skipDuplicates: true,
    });
    return count === 1;
  }

  async #insert(runner: Runner, { apiKey, ...connection }: NewConnection): Promise<Connection> {
    const id = randomUUID();
    const row = await runner.connection.create({
      data: {
        ...connection,
        id,
        apiKeyCipher: this.#sealed(apiKey, id),
        createdAt: new Date(this.#store.now()),
      },
    });
    return this.#read(row);
  }

  #sealed(apiKey: string | null, id: string): string | null {
    return apiKey === null ? null : this.#seal.seal(apiKey, id);
  }

  #read({ apiKeyCipher, createdAt, ...row }: Row): Connection {
    const apiKey = apiKeyCipher === null ? null : this.#seal.open(apiKeyCipher, row.id);
    if (apiKey === null && apiKeyCipher !== null) {
      // The others still work; this one says "unauthorised" until its key is entered again.
      this.#log.error(
        "The API key of a connection can't be decrypted, because AUTH_SECRET has changed. Enter the key again.",
        { connection: row.name },
      );
    }
    return {
      ...row,
      kind: kind.parse(row.kind),
      whenFilterFails: whenFilterFails.parse(row.whenFilterFails),
      apiKey,
      createdAt: createdAt.getTime(),
    };
  }
}
