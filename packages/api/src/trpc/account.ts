import { notFound } from "@parley/core";
import { z } from "zod";
import { memberProcedure, publicProcedure, router, signedInProcedure } from "./base.ts";

export const setupRouter = router({
  state: publicProcedure.query(({ ctx }) => ctx.services.identity.setupState()),
});

export const meRouter = router({
  get: signedInProcedure.query(async ({ ctx }) => {
    const person = await ctx.services.identity.people.find(ctx.principal.userId);
    if (!person) throw notFound("account");
    return person;
  }),
});

export const keysRouter = router({
  list: memberProcedure.query(({ ctx }) => ctx.services.identity.keys.list(ctx.principal.userId)),

  create: memberProcedure
    .input(
      z.strictObject({
        name: z.string().trim().min(1, "Give it a name").max(100),
        expiresInDays: z.number().int().min(1).max(3_650).nullable(),
      }),
    )
    .mutation(({ ctx, input }) => ctx.services.identity.keys.create(ctx.principal.userId, input)),

  revoke: memberProcedure
    .input(z.strictObject({ id: z.string().min(1).max(64) }))
    .mutation(async ({ ctx, input }) => {
      await ctx.services.identity.keys.revoke(ctx.principal.userId, input.id);
      return {};
    }),
});
