import {
  type CompletionRequest,
  type Content,
  completionRequest,
  content,
  customFieldsOf,
  entityId,
  flattenParams,
  type JsonObject,
  jsonObject,
  notFound,
  ParleyError,
  type WireMessage,
} from "@parley/core";
import { z } from "zod";

/** Keys of the upstream document that are addressed to Parley; no model's server knows them. */
const parleyKeys = new Set([
  "chat_id",
  "id",
  "session_id",
  "message_ids",
  "parent_id",
  "user_message",
  "parent_message",
  "assistant_message_id",
  "filter_ids",
  "tool_ids",
  "tool_servers",
  "features",
  "variables",
  "background_tasks",
  "model_item",
  "skill_ids",
  "terminal_id",
  "regeneration_prompt",
  "folder_id",
  "files",
  "new_chat",
  "params",
]);

/** Keys that filters are told as they came. */
const toldKeys = new Set([
  "session_id",
  "filter_ids",
  "tool_ids",
  "files",
  "features",
  "variables",
  "folder_id",
]);

export type AskedAnswer = { model: string; answerId: string | null };

/** Where an extended request belongs: a stored chat, new or not. */
export type AskedChat = {
  /** Null: a new chat. */
  chatId: string | null;
  /** Its pages hear of the answer over their socket; the caller is not made to wait for it. */
  inBackground: boolean;
  questionId: string | null;
  /** Undefined: below the message that is shown last. */
  parentId: string | null | undefined;
  /** What is asked; null when an existing message is to be answered. */
  content: Content | null;
  /** Custom fields of the question. */
  metadata: JsonObject;
  /** Said after the chat's messages. */
  closing: WireMessage[];
  /** One for each model that is to answer. */
  answers: [AskedAnswer, ...AskedAnswer[]];
  /** The answer that is to be gone on with. */
  continueId: string | null;
};

const text = z.string().max(200).nullish();
const userMessage = z.looseObject({
  id: entityId.nullish(),
  parentId: entityId.nullish(),
  content: content.nullish(),
});
/** A list, or the older map from models to messages. */
const messageIds = z
  .union([
    z.array(z.looseObject({ model_id: z.string(), message_id: entityId })),
    z
      .record(z.string(), entityId)
      .transform((map) =>
        Object.entries(map).map(([model_id, message_id]) => ({ model_id, message_id })),
      ),
  ])
  .refine(
    (all) => new Set(all.map(({ message_id }) => message_id)).size === all.length,
    "give each answer an id of its own",
  );
const extendedKeys = z.looseObject({
  chat_id: text,
  session_id: text,
  id: entityId.nullish(),
  message_ids: messageIds.nullish(),
  parent_id: entityId.nullish(),
  assistant_message_id: entityId.nullish(),
  user_message: userMessage.nullish(),
  parent_message: userMessage.nullish(),
  params: jsonObject.nullish(),
  regeneration_prompt: z.string().nullish(),
});

/**
 * Takes a request apart: what is for the model, and the chat that it belongs to. `chat_id` absent or
 * empty: nothing is stored, unless `parent_id` is given as null, which begins a chat. `local:…`: a
 * temporary chat, of which nothing is stored either.
 */
export function extended(body: CompletionRequest): {
  request: CompletionRequest;
  /** For filters. */
  told: JsonObject;
  chat: AskedChat | null;
} {
  const parsed = extendedKeys.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const param = issue?.path.join(".") ?? "";
    throw new ParleyError("invalid_request", `${param}: ${issue?.message ?? "not readable"}`, {
      param,
    });
  }
  const keys = parsed.data;
  const root: JsonObject = {};
  const told: JsonObject = {};
  for (const [key, value] of Object.entries(jsonObject.parse(body))) {
    if (!parleyKeys.has(key)) root[key] = value;
    else if (toldKeys.has(key) && value !== null) told[key] = value;
  }
  const request = completionRequest.parse(flattenParams(keys.params ?? {}, root));
  const { regeneration_prompt: prompt } = keys;
  const closing = prompt ? [{ role: "user", content: prompt }] : [];
  const alone = { ...request, messages: [...request.messages, ...closing] };
  const chatId = keys.chat_id ?? "";
  const answers = answersIn(keys, request.model);
  if (chatId.startsWith("local:")) {
    const temporary = { ...told, chat_id: chatId, message_id: answers[0].answerId ?? "" };
    return { request: alone, told: temporary, chat: null };
  }
  if (chatId.startsWith("channel:")) throw notFound("channel");
  const begins = chatId === "" && "parent_id" in body && keys.parent_id == null;
  if (chatId === "" && !begins) return { request: alone, told, chat: null };
  if (chatId !== "" && !entityId.safeParse(chatId).success) throw notFound("chat");
  if (typeof request.n === "number" && request.n > 1) {
    throw new ParleyError(
      "invalid_request",
      "n: a stored question gets one answer at a time. Leave n out, or ask again for another one.",
      { param: "n" },
    );
  }
  const asked = keys.user_message ?? keys.parent_message ?? null;
  const parent = asked?.parentId ?? keys.parent_id;
  return {
    request,
    told,
    chat: {
      chatId: chatId === "" ? null : chatId,
      inBackground: Boolean(keys.session_id),
      questionId: asked?.id ?? null,
      parentId: begins ? null : (parent ?? ("parent_id" in body ? null : undefined)),
      content: asked?.content ?? lastQuestion(request),
      metadata: customFieldsOf(asked ?? {}),
      closing,
      answers,
      continueId: keys.assistant_message_id ?? null,
    },
  };
}

function answersIn(
  { id, message_ids: ids }: Pick<z.infer<typeof extendedKeys>, "id" | "message_ids">,
  model: string,
): AskedChat["answers"] {
  const named = (ids ?? []).map((each) => ({ model: each.model_id, answerId: each.message_id }));
  const [first = { model, answerId: id ?? null }, ...others] = named;
  return [first, ...others];
}

function lastQuestion({ messages }: CompletionRequest): Content | null {
  const last = messages.findLast(({ role }) => role === "user");
  const parsed = content.safeParse(last?.content);
  return parsed.success ? parsed.data : null;
}
