import { z } from "zod";
import { adminProcedure, router } from "./base.ts";

const id = z.string().min(1).max(64);
const name = z.string().trim().min(1, "Give it a name").max(100);
const description = z.string().trim().max(2_000);
const memberIds = z.array(id).max(10_000);

export const groupsRouter = router({
  list: adminProcedure.query(({ ctx }) => ctx.services.groups.list(ctx.principal)),

  create: adminProcedure
    .input(
      z.strictObject({
        name,
        description: description.default(""),
        memberIds: memberIds.default([]),
      }),
    )
    .mutation(({ ctx, input }) => ctx.services.groups.create(ctx.principal, input)),

  update: adminProcedure
    .input(
      z.strictObject({
        id,
        name: name.optional(),
        description: description.optional(),
        memberIds: memberIds.optional(),
      }),
    )
    .mutation(({ ctx, input }) =>
      ctx.services.groups.update(ctx.principal, input.id, {
        ...(input.name === undefined ? {} : { name: input.name }),
        ...(input.description === undefined ? {} : { description: input.description }),
        ...(input.memberIds === undefined ? {} : { memberIds: input.memberIds }),
      }),
    ),

  remove: adminProcedure.input(z.strictObject({ id })).mutation(async ({ ctx, input }) => {
    await ctx.services.groups.remove(ctx.principal, input.id);
    return {};
  }),
});
