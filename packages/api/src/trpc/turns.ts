import { content, entityId, jsonObject } from "@parley/core";
import { z } from "zod";
import { memberProcedure, router } from "./base.ts";

const model = z.string().min(1, "Choose a model").max(500);

export const turnsRouter = router({
  send: memberProcedure
    .input(
      z.strictObject({
        chatId: entityId,
        questionId: entityId,
        parentId: entityId.nullable(),
        content,
        model,
        answerId: entityId,
        metadata: jsonObject.optional(),
      }),
    )
    .mutation(({ ctx, input: { metadata, ...input } }) =>
      ctx.services.turns.send(ctx.principal, {
        ...input,
        ...(metadata === undefined ? {} : { metadata }),
      }),
    ),

  regenerate: memberProcedure
    .input(z.strictObject({ chatId: entityId, questionId: entityId, model, answerId: entityId }))
    .mutation(({ ctx, input }) => ctx.services.turns.regenerate(ctx.principal, input)),

  continue: memberProcedure
    .input(z.strictObject({ chatId: entityId, messageId: entityId }))
    .mutation(({ ctx, input }) => ctx.services.turns.resume(ctx.principal, input)),

  stop: memberProcedure
    .input(z.strictObject({ chatId: entityId, messageId: entityId }))
    .mutation(async ({ ctx, input }) => ({
      stopped: await ctx.services.turns.stop(ctx.principal, input),
    })),
});
