import { type FunctionStorage, json, ParleyError, storableJson, storableText } from "@parley/core";
import { z } from "zod";
import { query, queryOne, type Store } from "../chats/store.ts";
import { Prisma } from "../generated/client.ts";

/** What functions keep, in PostgreSQL. */
export function functionStorage({ prisma }: Store): FunctionStorage {
  return {
    async get(functionId, key) {
      const found = await queryOne(
        prisma,
        z.object({ value: json }),
        Prisma.sql`SELECT value FROM function_storage
          WHERE function_id = ${functionId} AND key = ${storableText(key)}`,
      );
      return found?.value;
    },
    async set(functionId, key, value) {
      const written = await prisma.$executeRaw(Prisma.sql`
        INSERT INTO function_storage (function_id, key, value)
        SELECT id, ${storableText(key)}, ${storableJson(value)}::jsonb FROM functions WHERE id = ${functionId}
        ON CONFLICT (function_id, key) DO UPDATE SET value = excluded.value`);
      if (written === 0) throw notSaved();
    },
    async delete(functionId, key) {
      await prisma.functionStorage.deleteMany({ where: { functionId, key: storableText(key) } });
    },
    async keys(functionId, prefix) {
      const rows = await query(
        prisma,
        z.object({ key: z.string() }),
        Prisma.sql`SELECT key FROM function_storage
          WHERE function_id = ${functionId} AND starts_with(key, ${storableText(prefix)})
          ORDER BY key COLLATE "C"`,
      );
      return rows.map(({ key }) => key);
    },
    async size(functionId) {
      const found = await queryOne(
        prisma,
        z.object({ keys: z.number(), bytes: z.number() }),
        // The size on disk: nothing has to be unpacked for it.
        Prisma.sql`SELECT count(*)::int AS keys, coalesce(sum(pg_column_size(value)), 0)::float8 AS bytes
          FROM function_storage WHERE function_id = ${functionId}`,
      );
      return found ?? { keys: 0, bytes: 0 };
    },
    async add(functionId, key, amount) {
      const sum = await queryOne(
        prisma,
        z.object({ sum: z.number().nullable() }),
        Prisma.sql`
          INSERT INTO function_storage AS kept (function_id, key, value)
          SELECT id, ${storableText(key)}, to_jsonb(${amount}::float8) FROM functions WHERE id = ${functionId}
          ON CONFLICT (function_id, key) DO UPDATE SET value = CASE
            WHEN jsonb_typeof(kept.value) = 'number'
            THEN to_jsonb((kept.value #>> '{}')::float8 + ${amount}::float8) ELSE kept.value END
          RETURNING CASE WHEN jsonb_typeof(value) = 'number' THEN (value #>> '{}')::float8 END AS sum`,
      );
      if (sum === null) throw notSaved();
      if (sum.sum === null) throw noNumber(key);
      return sum.sum;
    },
  };
}

function notSaved(): ParleyError {
  return new ParleyError("invalid_request", "Only a function that is saved can keep something.");
}

function noNumber(key: string): ParleyError {
  return new ParleyError("invalid_request", `What is kept under "${key}" is no number.`);
}
