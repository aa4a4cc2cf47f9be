import { content, directChoice, entityId, functionId, jsonObject } from "@parley/core";
import { z } from "zod";
import { memberProcedure, router } from "./base.ts";

const model = z.string().min(1, "Choose a model").max(500);
const direct = directChoice.optional();
/** Switchable filters that are on. */
const filterIds = z.array(functionId).max(200).optional();

/** What filters are told of it. */
function told(filterIds: string[] | undefined) {
  return filterIds === undefined ? {} : { options: { told: { filter_ids: filterIds } } };
}

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
        filterIds,
      }),
    )
    .mutation(({ ctx, input: { metadata, direct, filterIds, ...input } }) =>
      ctx.services.turns.send(ctx.principal, {
        ...input,
        ...(metadata === undefined ? {} : { metadata }),
        ...(direct === undefined ? {} : { direct }),
        ...told(filterIds),
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
        filterIds,
      }),
    )
    .mutation(({ ctx, input: { direct, filterIds, ...input } }) =>
      ctx.services.turns.regenerate(ctx.principal, {
        ...input,
        ...(direct === undefined ? {} : { direct }),
        ...told(filterIds),
      }),
    ),

  continue: memberProcedure
    .input(z.strictObject({ chatId: entityId, messageId: entityId, direct, filterIds }))
    .mutation(({ ctx, input: { direct, filterIds, ...input } }) =>
      ctx.services.turns.resume(ctx.principal, {
        ...input,
        ...(direct === undefined ? {} : { direct }),
        ...told(filterIds),
      }),
    ),

  stop: memberProcedure
    .input(z.strictObject({ chatId: entityId, messageId: entityId }))
    .mutation(async ({ ctx, input }) => ({
      stopped: await ctx.services.turns.stop(ctx.principal, input),
    })),
});
