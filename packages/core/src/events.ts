import { z } from "zod";
import { content } from "./chat/content.ts";
import { entityId, messageStatus, role } from "./chat/message.ts";
import { messageExtension } from "./functions/extensions.ts";
import { jsonObject } from "./json.ts";

/** A message as it travels to the page. */
export const branchMessage = z.object({
  chatId: z.string(),
  id: z.string(),
  parentId: z.string().nullable(),
  role,
  content,
  status: messageStatus,
  model: z.string().nullable(),
  metadata: jsonObject,
  activeChildId: z.string().nullable(),
  createdAt: z.number(),
  siblingIds: z.array(z.string()),
});

export const chatSummary = z.object({
  id: z.string(),
  title: z.string(),
  tags: z.array(z.string()),
  pinned: z.boolean(),
  updatedAt: z.number(),
});

/**
 * Everything the server may tell the page, closed. Parley builds each of them itself; nothing that an
 * upstream or a browser sends is ever passed on as an event.
 */
export const serverEvent = z.discriminatedUnion("type", [
  /** A turn began (in this tab or another): the page shows its messages. */
  z.object({
    type: z.literal("turn-start"),
    chatId: z.string(),
    turnId: z.string(),
    question: branchMessage.nullable(),
    answer: branchMessage,
  }),
  /**
   * Text was added. `seq` counts 1, 2, 3 … within the turn. `at`/`reasoningAt`: length, in UTF-16
   * units, of what came before, so a page knows whether it has a gap.
   */
  z.object({
    type: z.literal("turn-delta"),
    chatId: z.string(),
    messageId: z.string(),
    turnId: z.string(),
    seq: z.number(),
    at: z.number(),
    content: z.string(),
    reasoningAt: z.number(),
    reasoning: z.string(),
  }),
  /**
   * A turn ended; exactly one per turn. Carries no text, neither the answer's nor the thinking's: their
   * lengths let the page check its own.
   */
  z.object({
    type: z.literal("turn-end"),
    chatId: z.string(),
    messageId: z.string(),
    turnId: z.string(),
    status: messageStatus,
    length: z.number(),
    reasoningLength: z.number(),
    metadata: jsonObject,
  }),
  /** Messages of a chat changed otherwise (edited, removed, branch shown): the page reads them again. */
  z.object({ type: z.literal("messages-changed"), chatId: z.string() }),
  /** A function added something to a message; all but notifications is stored with it. */
  z.object({
    type: z.literal("message-extended"),
    chatId: z.string(),
    messageId: z.string(),
    extension: messageExtension,
  }),
  z.object({
    type: z.literal("chat-changed"),
    chat: chatSummary,
    running: z.boolean(),
  }),
  z.object({ type: z.literal("chat-removed"), chatId: z.string() }),
  z.object({ type: z.literal("models-changed") }),
  z.object({ type: z.literal("session-ended") }),
]);
export type ServerEvent = z.infer<typeof serverEvent>;

/** Page → server: watch a chat. The acknowledgement tells what runs in it and what the page lacks. */
export const watchRequest = z.strictObject({
  chatId: entityId,
  /** What the page has of running answers: UTF-16 lengths. Only what is missing comes back. */
  have: z
    .array(
      z.strictObject({
        turnId: entityId,
        content: z.number().int().min(0),
        reasoning: z.number().int().min(0),
      }),
    )
    .max(16)
    .default([]),
});
export type WatchRequest = z.input<typeof watchRequest>;

export const runningTurn = z.object({
  turnId: z.string(),
  messageId: z.string(),
  seq: z.number(),
  /** `content` continues at this length: 0, or what the page said it has. */
  at: z.number(),
  content: z.string(),
  reasoningAt: z.number(),
  reasoning: z.string(),
  startedAt: z.number(),
});
export type RunningTurn = z.infer<typeof runningTurn>;

export const watchReply = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), running: z.array(runningTurn) }),
  z.object({ ok: z.literal(false), error: z.object({ code: z.string(), message: z.string() }) }),
]);
export type WatchReply = z.infer<typeof watchReply>;
