import {
  type FunctionRepository,
  type FunctionVersion,
  functionManifest,
  type JsonObject,
  jsonObject,
  type Log,
  parseJson,
  type StoredFunction,
  storableJson,
  storableText,
} from "@parley/core";
import { z } from "zod";
import { query, queryOne, type Runner, type Store, transact } from "../chats/store.ts";
import type { Seal } from "../connections/seal.ts";
import { Prisma } from "../generated/client.ts";

const row = z.object({
  id: z.string(),
  enabled: z.boolean(),
  global: z.boolean(),
  version: z.number(),
  source: z.string(),
  manifest: functionManifest,
  valves_cipher: z.string().nullable(),
  file: z.string().nullable(),
  shipped: z.string().nullable(),
  created_at: z.date(),
  updated_at: z.date(),
});
type Row = z.infer<typeof row>;

/** A row whose manifest another version of Parley wrote may not be readable here. */
const anyRow = z.looseObject({ id: z.string() });

/** Functions in PostgreSQL; their valves are sealed for the row they stand in. */
export class StoredFunctions implements FunctionRepository {
  readonly #store: Store;
  readonly #seal: Seal;
  readonly #log: Log;

  constructor(store: Store, seal: Seal, log: Log) {
    this.#store = store;
    this.#seal = seal;
    this.#log = log;
  }

  async list(): Promise<StoredFunction[]> {
    const rows = await query(
      this.#store.prisma,
      anyRow,
      Prisma.sql`SELECT * FROM functions ORDER BY id COLLATE "C"`,
    );
    return rows.flatMap((found) => this.#readable(found));
  }

  async find(id: string): Promise<StoredFunction | null> {
    const found = await queryOne(
      this.#store.prisma,
      anyRow,
      Prisma.sql`SELECT * FROM functions WHERE id = ${id}`,
    );
    return found === null ? null : (this.#readable(found)[0] ?? null);
  }

  create(
    fn: Parameters<FunctionRepository["create"]>[0],
    savedBy: string | null,
  ): Promise<StoredFunction | null> {
    return transact(this.#store, async (runner) => {
      const now = new Date(this.#store.now());
      const { id, enabled, global, file, shipped, valves } = fn;
      const created = await queryOne(
        runner,
        row,
        Prisma.sql`INSERT INTO functions
          (id, enabled, global, version, source, manifest, valves_cipher, file, shipped, created_at, updated_at)
          VALUES (${id}, ${enabled}, ${global}, 1, ${storableText(fn.source)},
            ${manifestJson(fn.manifest)}::json, ${this.#sealed(valves, placeOf(id))}, ${file},
            ${shipped}, ${now}, ${now})
          ON CONFLICT (id) DO NOTHING RETURNING *`,
      );
      if (created === null) return null;
      await this.#keepVersion(runner, created, savedBy);
      return this.#read(created);
    });
  }

  save(
    id: string,
    { source, manifest }: Parameters<FunctionRepository["save"]>[1],
    savedBy: string | null,
  ): Promise<StoredFunction | null> {
    return transact(this.#store, async (runner) => {
      const text = storableText(source);
      const now = new Date(this.#store.now());
      // One writer at a time: the second sees the first one's version.
      const before = await queryOne(
        runner,
        anyRow.extend({ source: z.string() }),
        Prisma.sql`SELECT id, source FROM functions WHERE id = ${id} FOR UPDATE`,
      );
      if (before === null) return null;
      const step = before.source === text ? 0 : 1;
      const saved = await queryOne(
        runner,
        row,
        Prisma.sql`UPDATE functions SET source = ${text}, manifest = ${manifestJson(manifest)}::json,
          version = version + ${step}::int, updated_at = ${now} WHERE id = ${id} RETURNING *`,
      );
      if (saved === null) return null;
      if (step === 1) await this.#keepVersion(runner, saved, savedBy);
      return this.#read(saved);
    });
  }

  async change(
    id: string,
    patch: Parameters<FunctionRepository["change"]>[1],
  ): Promise<StoredFunction | null> {
    const { enabled = null, global = null, valves, file } = patch;
    const sealed = valves === undefined ? null : this.#sealed(valves, placeOf(id));
    const changed = await queryOne(
      this.#store.prisma,
      row,
      Prisma.sql`UPDATE functions SET
        enabled = coalesce(${enabled}::boolean, enabled), global = coalesce(${global}::boolean, global),
        valves_cipher = CASE WHEN ${valves !== undefined} THEN ${sealed}::text ELSE valves_cipher END,
        file = CASE WHEN ${file !== undefined} THEN ${file ?? null}::text ELSE file END,
        updated_at = ${new Date(this.#store.now())}
        WHERE id = ${id} RETURNING *`,
    );
    return changed === null ? null : this.#read(changed);
  }

  changeValves(
    id: string,
    edit: (before: StoredFunction) => JsonObject,
  ): Promise<StoredFunction | null> {
    return transact(this.#store, async (runner) => {
      const found = await queryOne(
        runner,
        row,
        Prisma.sql`SELECT * FROM functions WHERE id = ${id} FOR UPDATE`,
      );
      if (found === null) return null;
      const sealed = this.#sealed(edit(this.#read(found)), placeOf(id));
      const changed = await queryOne(
        runner,
        row,
        Prisma.sql`UPDATE functions SET valves_cipher = ${sealed}::text,
          updated_at = ${new Date(this.#store.now())} WHERE id = ${id} RETURNING *`,
      );
      return changed === null ? null : this.#read(changed);
    });
  }

  async remove(id: string): Promise<boolean> {
    const { count } = await this.#store.prisma.function.deleteMany({ where: { id } });
    return count === 1;
  }

  async versions(id: string): Promise<FunctionVersion[]> {
    const rows = await this.#store.prisma.functionVersion.findMany({
      where: { functionId: id },
      orderBy: { version: "desc" },
    });
    return rows.map(({ version, source, savedBy, createdAt }) => ({
      ...{ version, source, savedBy, createdAt: createdAt.getTime() },
    }));
  }

  userValves(id: string, userId: string): Promise<JsonObject> {
    return this.#userValves(this.#store.prisma, id, userId);
  }

  async #userValves(runner: Runner, id: string, userId: string): Promise<JsonObject> {
    const found = await runner.functionUserValves.findUnique({
      where: { functionId_userId: { functionId: id, userId } },
    });
    return found === null ? {} : this.#opened(found.valvesCipher, placeOf(id, userId));
  }

  changeUserValves(
    id: string,
    userId: string,
    edit: (before: JsonObject) => JsonObject,
  ): Promise<JsonObject> {
    return transact(this.#store, async (runner) => {
      // There may be no row of valves yet: whose they are is locked.
      await runner.$queryRaw(
        Prisma.sql`SELECT id FROM users WHERE id = ${userId} FOR NO KEY UPDATE`,
      );
      const after = edit(await this.#userValves(runner, id, userId));
      await this.#setUserValves(runner, { id, userId }, after);
      return after;
    });
  }

  setUserValves(id: string, userId: string, valves: JsonObject): Promise<void> {
    return this.#setUserValves(this.#store.prisma, { id, userId }, valves);
  }

  async #setUserValves(
    runner: Runner,
    { id, userId }: { id: string; userId: string },
    valves: JsonObject,
  ): Promise<void> {
    const sealed = this.#seal.seal(storableJson(valves), placeOf(id, userId));
    // A function or person that is gone meanwhile has no valves.
    await runner.$executeRaw(Prisma.sql`
      INSERT INTO function_user_valves (function_id, user_id, valves_cipher)
      SELECT f.id, u.id, ${sealed} FROM functions f, users u WHERE f.id = ${id} AND u.id = ${userId}
      ON CONFLICT (function_id, user_id) DO UPDATE SET valves_cipher = excluded.valves_cipher`);
  }

  async #keepVersion(
    runner: Runner,
    { id, version, source, updated_at }: Row,
    savedBy: string | null,
  ): Promise<void> {
    const by = savedBy === null ? null : storableText(savedBy);
    await runner.functionVersion.create({
      data: { functionId: id, version, source, savedBy: by, createdAt: updated_at },
    });
  }

  #sealed(valves: JsonObject, place: string): string | null {
    return Object.keys(valves).length === 0 ? null : this.#seal.seal(storableJson(valves), place);
  }

  #opened(cipher: string, place: string): JsonObject {
    const text = this.#seal.open(cipher, place);
    const valves = text === null ? null : parseJson(jsonObject, text);
    if (valves !== null) return valves;
    this.#log.error(
      "The valves of a function can't be decrypted, because AUTH_SECRET has changed. Enter them again.",
      { function: place },
    );
    return {};
  }

  #readable(found: z.infer<typeof anyRow>): StoredFunction[] {
    const parsed = row.safeParse(found);
    if (parsed.success) return [this.#read(parsed.data)];
    this.#log.error(
      "A function can't be read, and is left out. A newer Parley may have written it.",
      {
        function: found.id,
        reason: z.prettifyError(parsed.error),
      },
    );
    return [];
  }

  #read({ valves_cipher: cipher, created_at, updated_at, ...rest }: Row): StoredFunction {
    return {
      ...rest,
      valves: cipher === null ? {} : this.#opened(cipher, placeOf(rest.id)),
      createdAt: created_at.getTime(),
      updatedAt: updated_at.getTime(),
    };
  }
}

/** What valves are sealed for; no id of a connection looks like it. */
function placeOf(id: string, userId?: string): string {
  return userId === undefined ? `function ${id}` : `function ${id} ${userId}`;
}

function manifestJson(manifest: StoredFunction["manifest"]): string {
  return storableJson(jsonObject.parse(manifest));
}
