import { entityId, jsonObject, notFound, ParleyError } from "@parley/core";
import { z } from "zod";
import { type HttpCall, principalOf } from "./call.ts";
import { readJson } from "./read-json.ts";
import { sendJson } from "./respond.ts";

const text = z.string().max(200).nullish();
const actionRequest = z.looseObject({
  actionId: text,
  model: z.string().max(500).nullish(),
  messages: z.array(jsonObject).max(5_000).nullish(),
  event: jsonObject.nullish(),
  chat_id: text,
  session_id: text,
  /** Of the message below which the button is. */
  id: text,
});

/** Keys that have a place of their own; whatever else was sent is in the action's body. */
const own = new Set(["actionId", "model", "messages", "event", "model_item"]);

/** `POST /api/chat/actions/{actionId}`: runs an action, and answers with what it returned. */
export async function runAction(
  call: HttpCall,
  { below, maxBytes }: { below: string; maxBytes: number },
): Promise<void> {
  const body = await readJson(call.request, actionRequest, maxBytes);
  const actionId = actionIn(call, below) || (body.actionId ?? "");
  if (actionId === "") {
    throw new ParleyError("invalid_request", "Say which action is to run.", { param: "actionId" });
  }
  const abort = new AbortController();
  call.response.on("close", () => abort.abort(new Error("the client closed its connection")));
  const told = Object.fromEntries(
    Object.entries(jsonObject.parse(body)).filter(
      ([key, value]) => !own.has(key) && value !== null,
    ),
  );
  const value = await call.services.actions.run(principalOf(call), {
    ...{ actionId, place: storedPlace(body), told, signal: abort.signal },
    ...(body.model ? { model: body.model } : {}),
    ...(body.messages ? { messages: body.messages } : {}),
    ...(body.event ? { event: body.event } : {}),
  });
  sendJson(call.response, 200, value);
}

/** A stored message; null for a chat that its caller keeps. */
export function storedPlace({
  chat_id: chatId,
  id,
}: {
  chat_id?: string | null | undefined;
  id?: string | null | undefined;
}): { chatId: string; messageId: string } | null {
  if (!chatId || chatId.startsWith("local:")) return null;
  if (!entityId.safeParse(chatId).success) throw notFound("chat");
  if (!id || !entityId.safeParse(id).success) throw notFound("message");
  return { chatId, messageId: id };
}

function actionIn({ url }: HttpCall, below: string): string {
  const [path = ""] = url.slice(below.length).split("?", 1);
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}
