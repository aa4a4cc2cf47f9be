import {
  type Grant,
  type Log,
  type ModelDefinition,
  type ModelRepository,
  type NewModelDefinition,
  storableJson,
  storableText,
} from "@parley/core";
import { idRow, timestamp } from "../chats/rows.ts";
import { query, queryOne, type Runner, type Store, transact } from "../chats/store.ts";
import { Prisma } from "../generated/client.ts";
import { principalsThere } from "./principals.ts";
import { dataOf, modelRow, readModel, selectModels } from "./rows.ts";

function textOrNull(text: string | null): string | null {
  return text === null ? null : storableText(text);
}

/** Every column that `replace` may change. */
function columnsOf(definition: NewModelDefinition) {
  return {
    name: textOrNull(definition.name),
    description: textOrNull(definition.description),
    baseModelId: definition.kind === "preset" ? definition.baseModelId : null,
    enabled: definition.enabled,
    hidden: definition.hidden,
    restricted: definition.grants !== null,
    data: Prisma.sql`${storableJson(dataOf(definition))}::jsonb`,
  };
}

/** Definitions of models in PostgreSQL. */
export class StoredModels implements ModelRepository {
  readonly #store: Store;
  readonly #log: Log;

  constructor(store: Store, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  async list(): Promise<ModelDefinition[]> {
    const order = Prisma.sql`ORDER BY m.created_at, m.id COLLATE "C"`;
    const rows = await query(this.#store.prisma, modelRow, selectModels(order));
    return rows.flatMap((row) => readModel(row, this.#log) ?? []);
  }

  find(id: string): Promise<ModelDefinition | null> {
    return this.#find(this.#store.prisma, id);
  }

  create(definition: NewModelDefinition, ownerId: string | null): Promise<ModelDefinition | null> {
    return transact(this.#store, async (runner) => {
      const there = await principalsThere(runner, { grants: definition.grants ?? [], ownerId });
      const columns = columnsOf(definition);
      const now = timestamp(this.#store.now());
      const inserted = await queryOne(
        runner,
        idRow,
        Prisma.sql`
          INSERT INTO models (id, kind, name, description, base_model_id, enabled, hidden,
            restricted, data, owner_id, created_at, updated_at)
          VALUES (${definition.id}, ${definition.kind}, ${columns.name}, ${columns.description},
            ${columns.baseModelId}, ${columns.enabled}, ${columns.hidden}, ${columns.restricted},
            ${columns.data}, ${there.ownerId}, ${now}, ${now})
          ON CONFLICT (id) DO NOTHING RETURNING id`,
      );
      if (inserted === null) return null;
      await this.#grant(runner, definition.id, there.grants);
      return this.#find(runner, definition.id);
    });
  }

  replace(definition: NewModelDefinition): Promise<ModelDefinition | null> {
    const { id, kind } = definition;
    return transact(this.#store, async (runner) => {
      const wanted = { grants: definition.grants ?? [], ownerId: null };
      const { grants } = await principalsThere(runner, wanted);
      const before = await this.#lock(runner, id);
      if (before?.kind !== kind) return null;
      await this.#update(runner, definition);
      await runner.modelGrant.deleteMany({ where: { modelId: id } });
      await this.#grant(runner, id, grants);
      return this.#find(runner, id);
    });
  }

  change(
    id: string,
    edit: (before: ModelDefinition) => NewModelDefinition,
  ): Promise<ModelDefinition | null> {
    return transact(this.#store, async (runner) => {
      const before = await this.#lock(runner, id);
      if (before === null) return null;
      const after = edit(before);
      if (after.kind !== before.kind) return null;
      await this.#update(runner, { ...after, id: before.id, grants: before.grants });
      return this.#find(runner, id);
    });
  }

  async remove(id: string): Promise<boolean> {
    const { count } = await this.#store.prisma.modelDefinition.deleteMany({ where: { id } });
    return count === 1;
  }

  /** The definition, which nobody else changes until the transaction ends. */
  async #lock(runner: Runner, id: string): Promise<ModelDefinition | null> {
    const where = Prisma.sql`WHERE id = ${storableText(id)}`;
    await runner.$queryRaw(Prisma.sql`SELECT id FROM models ${where} FOR NO KEY UPDATE`);
    return this.#find(runner, id);
  }

  async #update(runner: Runner, definition: NewModelDefinition): Promise<void> {
    const columns = columnsOf(definition);
    await runner.$executeRaw(Prisma.sql`
      UPDATE models SET name = ${columns.name}, description = ${columns.description},
        base_model_id = ${columns.baseModelId}, enabled = ${columns.enabled},
        hidden = ${columns.hidden}, restricted = ${columns.restricted}, data = ${columns.data},
        updated_at = ${timestamp(this.#store.now())}
      WHERE id = ${definition.id}`);
  }

  async #find(runner: Runner, id: string): Promise<ModelDefinition | null> {
    const where = Prisma.sql`WHERE m.id = ${storableText(id)}`;
    const row = await queryOne(runner, modelRow, selectModels(where));
    return row === null ? null : readModel(row, this.#log);
  }

  async #grant(runner: Runner, modelId: string, grants: Grant[]): Promise<void> {
    const rows = grants.map((grant) => ({
      modelId,
      permission: grant.permission,
      userId: grant.to === "user" ? grant.id : null,
      groupId: grant.to === "group" ? grant.id : null,
    }));
    await runner.modelGrant.createMany({ data: rows });
  }
}
