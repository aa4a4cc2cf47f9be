import {
  type Chat,
  content,
  entityId,
  filterSwitches,
  filterSwitchesOf,
  jsonObject,
} from "@parley/core";
import { z } from "zod";
import { memberProcedure, router } from "./base.ts";

const pageSize = z.number().int().min(1).max(200).default(40);
const title = z.string().trim().min(1, "Give it a name").max(200);
const chatInput = z.strictObject({ chatId: entityId });
const messageInput = z.strictObject({ chatId: entityId, messageId: entityId });

/** A chat as the page sees it: not whose it is, nothing it does not show. */
function viewOf(chat: Chat) {
  const { userId: _owner, metadata: _metadata, ...view } = chat;
  return { ...view, filters: filterSwitchesOf(chat) };
}

export const chatsRouter = router({
  list: memberProcedure
    .input(
      z.strictObject({
        search: z.string().max(200).optional(),
        cursor: z.string().max(500).nullish(),
        limit: z.number().int().min(1).max(100).default(50),
        direction: z.enum(["forward", "backward"]).optional(),
      }),
    )
    .query(({ ctx, input }) =>
      ctx.services.chats.list(ctx.principal, {
        limit: input.limit,
        ...(input.search ? { search: input.search } : {}),
        ...(input.cursor ? { cursor: input.cursor } : {}),
      }),
    ),

  open: memberProcedure
    .input(chatInput.extend({ limit: pageSize }))
    .query(async ({ ctx, input }) => {
      const opened = await ctx.services.chats.open(ctx.principal, input.chatId, input.limit);
      return { ...opened, chat: viewOf(opened.chat) };
    }),

  older: memberProcedure
    .input(chatInput.extend({ beforeId: entityId, limit: pageSize }))
    .query(({ ctx, input: { chatId, ...options } }) =>
      ctx.services.chats.older(ctx.principal, chatId, options),
    ),

  rename: memberProcedure
    .input(chatInput.extend({ title }))
    .mutation(({ ctx, input }) =>
      ctx.services.chats.rename(ctx.principal, input.chatId, input.title),
    ),

  pin: memberProcedure
    .input(chatInput.extend({ pinned: z.boolean() }))
    .mutation(({ ctx, input }) =>
      ctx.services.chats.pin(ctx.principal, input.chatId, input.pinned),
    ),

  removeTag: memberProcedure
    .input(chatInput.extend({ tag: z.string().min(1).max(100) }))
    .mutation(({ ctx, input }) =>
      ctx.services.chats.removeTag(ctx.principal, input.chatId, input.tag),
    ),

  setModel: memberProcedure
    .input(chatInput.extend({ model: z.string().min(1).max(500) }))
    .mutation(async ({ ctx, input }) => {
      await ctx.services.chats.setModel(ctx.principal, input.chatId, input.model);
      return {};
    }),

  setFilters: memberProcedure
    .input(chatInput.extend({ filters: filterSwitches }))
    .mutation(async ({ ctx, input }) => {
      await ctx.services.chats.setFilters(ctx.principal, input.chatId, input.filters);
      return {};
    }),

  remove: memberProcedure.input(chatInput).mutation(async ({ ctx, input }) => {
    await ctx.services.chats.remove(ctx.principal, input.chatId);
    return {};
  }),

  showBranch: memberProcedure
    .input(messageInput.extend({ limit: pageSize }))
    .mutation(async ({ ctx, input: { limit, ...target } }) => {
      const opened = await ctx.services.chats.showBranch(ctx.principal, target, limit);
      return { ...opened, chat: viewOf(opened.chat) };
    }),
});

export const messagesRouter = router({
  edit: memberProcedure
    .input(messageInput.extend({ content: content.optional(), metadata: jsonObject.optional() }))
    .mutation(({ ctx, input: { chatId, messageId, content, metadata } }) =>
      ctx.services.chats.edit(
        ctx.principal,
        { chatId, messageId },
        {
          ...(content === undefined ? {} : { content }),
          ...(metadata === undefined ? {} : { metadata }),
        },
      ),
    ),

  rate: memberProcedure
    .input(messageInput.extend({ rating: z.union([z.literal(1), z.literal(-1), z.null()]) }))
    .mutation(({ ctx, input: { rating, ...target } }) =>
      ctx.services.chats.rate(ctx.principal, target, rating),
    ),

  countBelow: memberProcedure.input(messageInput).query(async ({ ctx, input }) => ({
    count: await ctx.services.chats.countBelow(ctx.principal, input.chatId, input.messageId),
  })),

  remove: memberProcedure.input(messageInput).mutation(async ({ ctx, input }) => {
    await ctx.services.chats.removeMessage(ctx.principal, input.chatId, input.messageId);
    return {};
  }),
});
