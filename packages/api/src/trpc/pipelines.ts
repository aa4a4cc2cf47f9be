import { jsonObject } from "@parley/core";
import { z } from "zod";
import { adminProcedure, router } from "./base.ts";

/** Valves by their connection and the filter or pipe that they belong to. */
const valvesOf = z.strictObject({
  connectionId: z.string().min(1).max(64),
  id: z.string().min(1).max(500),
});

export const pipelinesRouter = router({
  /** The pipelines servers that connections lead to, with their filters and pipes. */
  list: adminProcedure.query(({ ctx }) => ctx.services.pipelines.list(ctx.principal)),

  valves: adminProcedure
    .input(valvesOf)
    .query(({ ctx, input }) => ctx.services.pipelines.valves(ctx.principal, input)),

  setValves: adminProcedure
    .input(valvesOf.extend({ values: jsonObject }))
    .mutation(({ ctx, input: { values, ...of } }) =>
      ctx.services.pipelines.setValves(ctx.principal, of, values),
    ),
});
