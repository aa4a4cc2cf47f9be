import {
  entityId,
  exportedFunction,
  functionHook,
  functionId,
  functionSource,
  jsonObject,
} from "@parley/core";
import { z } from "zod";
import { adminProcedure, memberProcedure, router } from "./base.ts";

const id = z.strictObject({ id: functionId });
const model = z.string().min(1).max(500);
const place = z.strictObject({ chatId: entityId, messageId: entityId });

export const functionsRouter = router({
  /** Whether functions can run here, or why not. */
  status: memberProcedure.query(({ ctx }) => ctx.services.functions.status(ctx.principal)),

  /** What a model's chats offer: filters to switch, actions to press. */
  forModel: memberProcedure
    .input(z.strictObject({ model }))
    .query(({ ctx, input }) => ctx.services.memberFunctions.forModel(ctx.principal, input.model)),

  /** Functions with settings of the caller's own. */
  mine: memberProcedure.query(({ ctx }) => ctx.services.memberFunctions.mine(ctx.principal)),

  /** Secrets that are not named stay; null takes one away. */
  setUserValves: memberProcedure
    .input(id.extend({ values: jsonObject }))
    .mutation(({ ctx, input }) =>
      ctx.services.memberFunctions.setUserValves(ctx.principal, input.id, input.values),
    ),

  /** Presses a button below a message: `actionId` is `id` or `id.sub`. Gives back what the action returned. */
  runAction: memberProcedure
    .input(
      place.extend({
        actionId: z.string().min(1).max(200),
        /** Absent: the model of the message. */
        model: model.optional(),
        /** What the page tells the action. */
        event: jsonObject.optional(),
      }),
    )
    .mutation(async ({ ctx, input: { chatId, messageId, model, event, actionId } }) => ({
      value: await ctx.services.actions.run(ctx.principal, {
        ...{ actionId, place: { chatId, messageId } },
        ...(model === undefined ? {} : { model }),
        ...(event === undefined ? {} : { event }),
      }),
    })),

  list: adminProcedure.query(({ ctx }) => ctx.services.functions.list(ctx.principal)),

  get: adminProcedure
    .input(id)
    .query(({ ctx, input }) => ctx.services.functions.get(ctx.principal, input.id)),

  versions: adminProcedure
    .input(id)
    .query(({ ctx, input }) => ctx.services.functions.versions(ctx.principal, input.id)),

  /** What a source says about itself; nothing is kept. */
  check: adminProcedure
    .input(z.strictObject({ source: functionSource }))
    .mutation(({ ctx, input }) => ctx.services.functions.check(ctx.principal, input.source)),

  create: adminProcedure
    .input(z.strictObject({ source: functionSource, id: functionId.optional() }))
    .mutation(({ ctx, input: { source, id = null } }) =>
      ctx.services.functions.create(ctx.principal, { source, id }),
    ),

  save: adminProcedure
    .input(id.extend({ source: functionSource }))
    .mutation(({ ctx, input }) => ctx.services.functions.save(ctx.principal, input)),

  rollBack: adminProcedure
    .input(id.extend({ version: z.number().int().min(1) }))
    .mutation(({ ctx, input }) => ctx.services.functions.rollBack(ctx.principal, input)),

  update: adminProcedure
    .input(id.extend({ enabled: z.boolean().optional(), global: z.boolean().optional() }))
    .mutation(({ ctx, input: { id, enabled, global } }) =>
      ctx.services.functions.update(ctx.principal, id, {
        ...(enabled === undefined ? {} : { enabled }),
        ...(global === undefined ? {} : { global }),
      }),
    ),

  remove: adminProcedure.input(id).mutation(async ({ ctx, input }) => {
    await ctx.services.functions.remove(ctx.principal, input.id);
    return {};
  }),

  valves: adminProcedure
    .input(id)
    .query(({ ctx, input }) => ctx.services.functions.valves(ctx.principal, input.id)),

  setValves: adminProcedure
    .input(id.extend({ values: jsonObject }))
    .mutation(({ ctx, input }) =>
      ctx.services.functions.setValves(ctx.principal, input.id, input.values),
    ),

  /** The choices of a valve whose `input.options` has this name. */
  options: adminProcedure
    .input(id.extend({ name: z.string().min(1).max(100) }))
    .query(({ ctx, input }) => ctx.services.functions.options(ctx.principal, input.id, input.name)),

  /** The last lines that it wrote, oldest first. */
  logs: adminProcedure
    .input(id)
    .query(({ ctx, input }) => ctx.services.functions.logs(ctx.principal, input.id)),

  export: adminProcedure
    .input(z.strictObject({ ids: z.array(functionId).max(1_000).nullable().default(null) }))
    .query(({ ctx, input }) => ctx.services.functions.export(ctx.principal, input.ids)),

  import: adminProcedure
    .input(z.strictObject({ functions: z.array(exportedFunction).min(1).max(200) }))
    .mutation(({ ctx, input }) => ctx.services.functions.import(ctx.principal, input.functions)),

  /** Runs a hook once, on a sample or on a message of the caller's own, and shows what it changes. */
  try: adminProcedure
    .input(
      z.strictObject({
        /** The stored function; absent with a source that is not saved yet. */
        id: functionId.optional(),
        /** In place of the stored source. */
        source: functionSource.optional(),
        hook: functionHook,
        /** Of a pipe or an action with several. */
        sub: z.string().max(100).default(""),
        on: z.discriminatedUnion("kind", [
          /** What the handler gets: a body; for `stream` a list of chunks under `events`. */
          z.strictObject({ kind: z.literal("sample"), body: jsonObject }),
          z.strictObject({ kind: z.literal("message"), ...place.shape }),
        ]),
        /** In place of the stored valves. */
        valves: jsonObject.optional(),
      }),
    )
    .mutation(({ ctx, input: { id, source, valves, ...input } }) =>
      ctx.services.functionTrial.run(ctx.principal, {
        ...input,
        ...(id === undefined ? {} : { id }),
        ...(source === undefined ? {} : { source }),
        ...(valves === undefined ? {} : { valves }),
      }),
    ),
});
