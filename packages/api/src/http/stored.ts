import { randomUUID } from "node:crypto";
import {
  type CompletionRequest,
  type JsonObject,
  jsonObject,
  type Message,
  ParleyError,
  parleyMetadataOf,
  restoredError,
  textOf,
  withoutEmpty,
} from "@parley/core";
import { type HttpCall, principalOf } from "./call.ts";
import type { AskedAnswer, AskedChat } from "./extended.ts";
import { sendJson } from "./respond.ts";

type Asked = { request: CompletionRequest; told: JsonObject; chat: AskedChat };
type Target = { chatId: string; messageId: string };
type Begun = { target: Target; turnId: string };

/**
 * A completion for a stored chat: the same turn that the page begins, with the same rights. It belongs
 * to the server: a caller that goes away does not end it.
 */
export async function storedCompletion(call: HttpCall, asked: Asked): Promise<void> {
  const { request, chat } = asked;
  const [{ target, turnId }, ...others] = await begin(call, asked);
  const { chatId, messageId } = target;
  if (chat.inBackground) {
    const ids = [turnId, ...others.map((other) => other.turnId)];
    sendJson(call.response, 200, { status: true, task_ids: ids, chat_id: chatId });
    return;
  }
  const { turns, chats } = call.services;
  const principal = principalOf(call);
  const running = turns.follow(principal, target);
  const [{ model }] = chat.answers;
  const head = { id: messageId, created: Math.floor(Date.now() / 1_000), model };
  if (!request.stream) {
    if (running !== null) for await (const _ of running);
    sendJson(call.response, 200, wholeOf(await chats.message(principal, target), head));
    return;
  }
  const { response } = call;
  response.setHeader("content-type", "text/event-stream; charset=utf-8");
  response.setHeader("cache-control", "no-cache");
  response.setHeader("x-accel-buffering", "no");
  response.flushHeaders();
  const send = (value: object) => response.write(`data: ${JSON.stringify(value)}\n\n`);
  const chunk = (delta: object, finish: string | null = null) =>
    send({
      ...head,
      object: "chat.completion.chunk",
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
  const first = selectedOf(await chats.message(principal, target));
  if (first !== null) send(first);
  if (running !== null) {
    for await (const { content, reasoning } of running) {
      if (response.destroyed) return;
      if (reasoning !== "") chunk({ reasoning_content: reasoning });
      if (content !== "") chunk({ content });
    }
  }
  const message = await chats.message(principal, target);
  throwFailure(message);
  // A filter may have sent the request to an arena, or away from one, after the answer had begun here.
  const late = selectedOf(message);
  if (late?.selected_model_id !== first?.selected_model_id) {
    send(late ?? { selected_model_id: null });
  }
  const { finishReason, usage } = parleyMetadataOf(message.metadata);
  const toolCalls = toolCallsOf(message);
  if (toolCalls.length > 0) {
    chunk({ tool_calls: toolCalls.map((toolCall, index) => ({ index, ...toolCall })) });
  }
  chunk({}, finishReason ?? "stop");
  if (usage !== undefined) {
    send({ ...head, object: "chat.completion.chunk", choices: [], usage });
  }
  response.end("data: [DONE]\n\n");
}

/** Begins the turns that were asked for. Rejects for a chat that is absent or somebody else's. */
async function begin(call: HttpCall, { request, told, chat }: Asked): Promise<[Begun, ...Begun[]]> {
  const { chats, turns, pipeline } = call.services;
  const principal = principalOf(call);
  const { model: _model, messages, stream: _stream, stream_options: _options, ...rest } = request;
  // Of what the caller sends, the chat's own messages stand instead of all but the instructions.
  const system = messages.filter(({ role }) => role === "system" || role === "developer");
  const options = { keys: jsonObject.parse(rest), system, closing: chat.closing, told };
  const known = chat.chatId === null ? null : await chats.requireOwn(principal, chat.chatId);
  const chatId = known?.id ?? randomUUID();
  if (chat.continueId !== null) {
    const target = { chatId, messageId: chat.continueId };
    return [{ target, turnId: (await turns.resume(principal, { ...target, options })).turnId }];
  }
  const [first, ...others] = chat.answers;
  if (others.length > 0 && !chat.inBackground) {
    throw new ParleyError(
      "invalid_request",
      "Several answers at once can't be sent in one response: send a session_id, and follow them in the chat.",
      { param: "message_ids" },
    );
  }
  const questionId = chat.questionId ?? randomUUID();
  // What would refuse a later answer is looked for before the first one begins.
  for (const { model } of others) await pipeline.route(principal, model);
  for (const { answerId } of others) {
    if (answerId !== null) await requireFree(call, { chatId, messageId: answerId }, questionId);
  }
  const again = async ({ model, answerId }: AskedAnswer): Promise<Begun> => {
    const target = { chatId, messageId: answerId ?? randomUUID() };
    const asked = { chatId, questionId, model, answerId: target.messageId, options };
    return { target, turnId: (await turns.regenerate(principal, asked)).turnId };
  };
  const isThere =
    known !== null && chat.questionId !== null && (await chats.has(principal, chatId, questionId));
  const begun: [Begun, ...Begun[]] = [isThere ? await again(first) : await send(first)];
  for (const other of others) begun.push(await again(other));
  return begun;

  async function send({ model, answerId }: AskedAnswer): Promise<Begun> {
    const { content, metadata } = chat;
    if (content === null || withoutEmpty(content) === "") {
      throw new ParleyError(
        "invalid_request",
        content === null
          ? "Send a message of the user to answer."
          : "The question is empty. Send text, an image or another part in it.",
        { param: "messages" },
      );
    }
    const parentId = chat.parentId === undefined ? (known?.currentId ?? null) : chat.parentId;
    const target = { chatId, messageId: answerId ?? randomUUID() };
    const { turnId } = await turns.send(principal, {
      ...{ chatId, questionId, parentId, content, metadata, model },
      ...{ answerId: target.messageId, options },
    });
    return { target, turnId };
  }
}

/** Rejects for an id that another message has. That of an answer to this question says: asked before. */
async function requireFree(call: HttpCall, target: Target, questionId: string): Promise<void> {
  const { chats } = call.services;
  const principal = principalOf(call);
  const { chatId, messageId } = target;
  if (messageId !== questionId) {
    if (!(await chats.has(principal, chatId, messageId))) return;
    const { role, parentId } = await chats.message(principal, target);
    if (role === "assistant" && parentId === questionId) return;
  }
  throw new ParleyError(
    "conflict",
    `The id "${messageId}" belongs to another message of the chat.`,
    {
      param: "message_ids",
    },
  );
}

function wholeOf(message: Message, head: JsonObject): JsonObject {
  throwFailure(message);
  const { finishReason, usage, reasoning } = parleyMetadataOf(message.metadata);
  const toolCalls = toolCallsOf(message);
  return jsonObject.parse({
    ...head,
    object: "chat.completion",
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: textOf(message.content),
          ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
          ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
        },
        finish_reason: finishReason ?? "stop",
      },
    ],
    ...(usage === undefined ? {} : { usage }),
    ...selectedOf(message),
  });
}

/** What the model wants to have called, in OpenAI's shape. */
function toolCallsOf({ metadata }: Message): JsonObject[] {
  const { toolCalls = [] } = parleyMetadataOf(metadata);
  return toolCalls.map(({ id = "", ...called }) => ({ id, type: "function", function: called }));
}

/** Which model of an arena answered, where that may be told. */
function selectedOf({ metadata }: Message): JsonObject | null {
  const { selectedModelId } = metadata;
  return typeof selectedModelId === "string" ? { selected_model_id: selectedModelId } : null;
}

function throwFailure({ status, metadata }: Message): void {
  if (status !== "error") return;
  const { error } = parleyMetadataOf(metadata);
  throw error === undefined
    ? new ParleyError("upstream_error", "The answer failed.")
    : restoredError(error);
}
