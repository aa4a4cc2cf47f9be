import type { ArenaTally } from "@parley/core";
import { Prisma, type PrismaClient } from "../generated/client.ts";

/** Picks counted in PostgreSQL. */
export function arenaTally(prisma: PrismaClient): ArenaTally {
  return {
    async counts(arenaId) {
      const rows = await prisma.arenaPick.findMany({ where: { arenaId } });
      return new Map(rows.map(({ modelId, count }) => [modelId, count]));
    },
    async add(arenaId, modelId) {
      await prisma.$executeRaw(Prisma.sql`
        INSERT INTO arena_picks (arena_id, model_id, count) VALUES (${arenaId}, ${modelId}, 1)
        ON CONFLICT (arena_id, model_id) DO UPDATE SET count = arena_picks.count + 1`);
    },
  };
}
