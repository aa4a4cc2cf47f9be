import {
  jsonObject,
  type Settings,
  type SettingsRepository,
  settings,
  storableJson,
} from "@parley/core";
import { Prisma, type PrismaClient } from "../generated/client.ts";

/** Each key by itself: one that an older or newer version wrote differently falls back to its default. */
function readStored(rows: { key: string; value: unknown }[]): Settings {
  const stored = new Map(rows.map((row) => [row.key, row.value]));
  const valid = Object.entries(settings.shape).flatMap(([key, shape]) => {
    const parsed = shape.safeParse(stored.get(key));
    return parsed.success ? [[key, parsed.data]] : [];
  });
  return settings.parse(Object.fromEntries(valid));
}

/** Settings in PostgreSQL, one row a key: two writers of different keys both win. */
export function settingsRepository(prisma: PrismaClient): SettingsRepository {
  const read = async () => readStored(await prisma.setting.findMany());
  return {
    read,
    async write(patch) {
      const valid = settings.partial().parse(patch);
      // What is absent from the patch has got its default from the schema, and must not be written.
      const given = Object.fromEntries(Object.entries(valid).filter(([key]) => key in patch));
      await prisma.$executeRaw(Prisma.sql`
        INSERT INTO settings (key, value)
        SELECT key, value FROM jsonb_each(${storableJson(jsonObject.parse(given))}::jsonb)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
      return read();
    },
  };
}
