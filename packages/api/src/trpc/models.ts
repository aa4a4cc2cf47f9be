import { arenaRules, modelChange, modelDefinition, modelId, userRole } from "@parley/core";
import { z } from "zod";
import { adminProcedure, memberProcedure, router } from "./base.ts";

const id = z.strictObject({ id: modelId });

/** A person whom an admin asks about; groups are looked up by the id. */
const person = z.strictObject({ userId: z.string().min(1).max(64), role: userRole });

/** An arena, saved or not; `arenaId` is its own id, so that it is no member of itself. */
const imagined = z.strictObject({ rules: arenaRules, arenaId: modelId.nullable(), person });

export const modelsRouter = router({
  /** What the caller may use. */
  list: memberProcedure.query(({ ctx }) => ({
    models: ctx.services.models.list(ctx.principal),
    problems: ctx.services.models.problems(),
  })),

  /** The presets and arenas that the caller may change. */
  mine: memberProcedure.query(({ ctx }) => ctx.services.modelAdmin.changeable(ctx.principal)),

  /** Changes what is named of one of those. */
  change: memberProcedure
    .input(modelChange)
    .mutation(({ ctx, input }) => ctx.services.modelAdmin.change(ctx.principal, input)),

  /** Everything there is, with what was decided about it. */
  manage: adminProcedure.query(({ ctx }) => ctx.services.modelAdmin.list(ctx.principal)),

  create: adminProcedure
    .input(modelDefinition)
    .mutation(({ ctx, input }) => ctx.services.modelAdmin.create(ctx.principal, input)),

  replace: adminProcedure
    .input(modelDefinition)
    .mutation(({ ctx, input }) => ctx.services.modelAdmin.replace(ctx.principal, input)),

  remove: adminProcedure.input(id).mutation(async ({ ctx, input }) => {
    await ctx.services.modelAdmin.remove(ctx.principal, input.id);
    return {};
  }),

  /** What a person can use, and why. */
  explain: adminProcedure
    .input(person)
    .query(({ ctx, input }) => ctx.services.modelAdmin.explain(ctx.principal, input)),

  /** Who of an arena's members could be chosen for a person, and why the others could not. */
  members: adminProcedure
    .input(imagined)
    .query(({ ctx, input }) => ctx.services.modelAdmin.members(ctx.principal, input)),

  /** How often each member is chosen in so many rolls. */
  roll: adminProcedure
    .input(imagined.extend({ times: z.number().int().min(1).max(10_000) }))
    .query(({ ctx, input }) => ctx.services.modelAdmin.roll(ctx.principal, input)),
});
