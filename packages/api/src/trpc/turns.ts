import { content, directChoice, entityId, jsonObject } from "@parley/core";
import { z } from "zod";
import { memberProcedure, router } from "./base.ts";

const model = z.string().min(1, "Choose a model").max(500);
const direct = directChoice.optional();

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
        direct,
      }),
    )
    .mutation(({ ctx, input: { metadata, direct, ...input } }) =>
      ctx.services.turns.send(ctx.principal, {
        ...input,
        ...(metadata === undefined ? {} : { metadata }),
        ...(direct === undefined ? {} : { direct }),
      }),
    ),

  regenerate: memberProcedure
    .input(
      z.strictObject({
        chatId: entityId,
        questionId: entityId,
        model,
        answerId: entityId,
        direct,
      }),
    )
    .mutation(({ ctx, input: { direct, ...input } }) =>
      ctx.services.turns.regenerate(ctx.principal, {
        ...input,
        ...(direct === undefined ? {} : { direct }),
      }),
    ),

  continue: memberProcedure
    .input(z.strictObject({ chatId: entityId, messageId: entityId, direct }))
    .mutation(({ ctx, input: { direct, ...input } }) =>
      ctx.services.turns.resume(ctx.principal, {
        ...input,
        ...(direct === undefined ? {} : { direct }),
      }),
    ),

  stop: memberProcedure
    .input(z.strictObject({ chatId: entityId, messageId: entityId }))
    .mutation(async ({ ctx, input }) => ({
      stopped: await ctx.services.turns.stop(ctx.principal, input),
    })),
});
