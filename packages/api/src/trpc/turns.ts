import { content, directChoice, entityId, functionId, jsonObject } from "@parley/core";
import { z } from "zod";
import { memberProcedure, router } from "./base.ts";

const model = z.string().min(1, "Choose a model").max(500);
const direct = directChoice.optional();
/** The switchable filters that are on. */
const filterIds = z.array(functionId).max(200).optional();

type Choices = {
  direct?: z.infer<typeof direct>;
  filterIds?: string[] | undefined;
};

/** What a turn is given only when the page says it. */
function chosen({ direct, filterIds }: Choices) {
  return {
    ...(direct === undefined ? {} : { direct }),
    ...(filterIds === undefined ? {} : { options: { told: { filter_ids: filterIds } } }),
  };
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
        ...chosen({ direct, filterIds }),
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
        ...chosen({ direct, filterIds }),
      }),
    ),

  continue: memberProcedure
    .input(z.strictObject({ chatId: entityId, messageId: entityId, direct, filterIds }))
    .mutation(({ ctx, input: { direct, filterIds, ...input } }) =>
      ctx.services.turns.resume(ctx.principal, {
        ...input,
        ...chosen({ direct, filterIds }),
      }),
    ),

  stop: memberProcedure
    .input(z.strictObject({ chatId: entityId, messageId: entityId }))
    .mutation(async ({ ctx, input }) => ({
      stopped: await ctx.services.turns.stop(ctx.principal, input),
    })),
});
