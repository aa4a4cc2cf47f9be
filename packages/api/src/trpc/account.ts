import { notFound } from "@parley/core";
import { z } from "zod";
import { memberProcedure, publicProcedure, router, signedInProcedure } from "./base.ts";

export const setupRouter = router({
  state: publicProcedure.query(({ ctx }) => ctx.services.setupState()),
});

export const meRouter = router({
  get: signedInProcedure.query(async ({ ctx }) => {
    const person = await ctx.services.people.find(ctx.principal.userId);
    if (!person) throw notFound("account");
    const { id, name, email, role } = person;
    return { id, name, email, role };
  }),
});

export const modelsRouter = router({
  list: memberProcedure.query(({ ctx }) => ({
    models: ctx.services.models.list(),
    problems: ctx.services.models.problems(),
  })),
});

export const keysRouter = router({
  list: memberProcedure.query(({ ctx }) => ctx.services.keys.list(ctx.principal)),

  create: memberProcedure
    .input(
      z.strictObject({
        name: z.string().trim().min(1, "Give it a name").max(100),
        expiresInDays: z.number().int().min(1).max(3_650).nullable(),
      }),
    )
    .mutation(({ ctx, input }) => ctx.services.keys.create(ctx.principal, input)),

  revoke: memberProcedure
    .input(z.strictObject({ id: z.string().min(1).max(64) }))
    .mutation(async ({ ctx, input }) => {
      await ctx.services.keys.revoke(ctx.principal, input.id);
      return {};
    }),
});
