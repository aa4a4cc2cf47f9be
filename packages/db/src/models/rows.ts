import {
  type JsonObject,
  type Log,
  type ModelDefinition,
  modelDefinition,
  type NewModelDefinition,
} from "@parley/core";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";

/** Columns whose types the tables promise. What a definition may hold, `modelDefinition` decides. */
export const modelRow = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string().nullable(),
  description: z.string().nullable(),
  base_model_id: z.string().nullable(),
  enabled: z.boolean(),
  hidden: z.boolean(),
  owner_id: z.string().nullable(),
  restricted: z.boolean(),
  data: z.unknown(),
  created_at: z.date(),
  updated_at: z.date(),
  grants: z.unknown(),
});
type ModelRow = z.infer<typeof modelRow>;

/** Rows of `models m` with their grants, read in one statement. */
export function selectModels(rest: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT m.*, (
      SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'to', CASE WHEN g.user_id IS NOT NULL THEN 'user'
          WHEN g.group_id IS NOT NULL THEN 'group' ELSE 'everyone' END,
        'id', coalesce(g.user_id, g.group_id), 'permission', g.permission)) ORDER BY g.id), '[]')
      FROM model_grants g WHERE g.model_id = m.id
    ) AS grants
    FROM models m ${rest}`;
}

/** What stands in the column `data`: whatever has no column of its own. */
export function dataOf(definition: NewModelDefinition): JsonObject {
  const { meta } = definition;
  if (definition.kind === "arena") return { arena: definition.arena, meta };
  const { system, params, locked } = definition;
  return { system, params, locked, meta };
}

const storedData = z.record(z.string(), z.unknown());

/** Any object, with the keys as they are: `z.record` drops the key `__proto__`. */
const storedObject = z.custom<JsonObject>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);

/** Puts back what checking has dropped from the objects whose keys are free. */
function withFreeKeys(
  definition: NewModelDefinition,
  data: z.infer<typeof storedData>,
): NewModelDefinition {
  const meta = storedObject.catch(definition.meta).parse(data.meta);
  if (definition.kind === "arena") return { ...definition, meta };
  const params = storedObject.catch(definition.params).parse(data.params);
  return { ...definition, meta, params };
}

function candidateOf(row: ModelRow, data: z.infer<typeof storedData>) {
  const { id, kind, name, description, enabled, hidden } = row;
  const base = row.base_model_id === null ? {} : { baseModelId: row.base_model_id };
  const grants = row.restricted ? row.grants : null;
  return { ...data, ...base, id, kind, name, description, enabled, hidden, grants };
}

/** The definition in a row; null, and a line in the log, when this version can't read it. */
export function readModel(row: ModelRow, log: Log): ModelDefinition | null {
  const data = storedData.safeParse(row.data);
  const parsed = data.success ? modelDefinition.safeParse(candidateOf(row, data.data)) : data;
  if (!data.success || !parsed.success) {
    const reason = parsed.error === undefined ? "" : z.prettifyError(parsed.error);
    log.error(
      "The definition of a model can't be read, and is left out. A newer Parley may have written it.",
      { model: row.id, reason },
    );
    return null;
  }
  return {
    ...withFreeKeys(parsed.data, data.data),
    ownerId: row.owner_id,
    createdAt: row.created_at.getTime(),
    updatedAt: row.updated_at.getTime(),
  };
}
