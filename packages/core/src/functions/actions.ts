import { z } from "zod";
import type { Message } from "../chat/message.ts";
import { claimedBy } from "../completion/inlet.ts";
import { isDirectModelId } from "../direct/protocol.ts";
import { notFound, ParleyError } from "../errors.ts";
import { admit, type Principal } from "../identity.ts";
import { type Json, type JsonObject, json, jsonObject } from "../json.ts";
import type { ModelRegistry } from "../models/registry.ts";
import { modelNotFound } from "../models/route.ts";
import type { ChatRepository } from "../ports/chats.ts";
import type { Publisher } from "../ports/publisher.ts";
import type { Clock } from "../ports/runtime.ts";
import { asFunctionSees, changesIn, type MessageChange, storeChanges } from "./branch-body.ts";
import { splitId } from "./definition.ts";
import type { FunctionEvents } from "./events.ts";
import { actionPage, fieldsFromFunction, functionNotification } from "./extensions.ts";
import { type ActiveFunction, type FunctionRegistry, idsIn } from "./registry.ts";
import type { FunctionSessions } from "./sessions.ts";

export type ActionCall = {
  /** `functionId` or `functionId.sub`. */
  actionId: string;
  /** The stored message below which the button is; null when the caller keeps the chat. */
  place: { chatId: string; messageId: string } | null;
  /** Absent: the model of the message. */
  model?: string;
  /** The branch, of a caller who keeps the chat. */
  messages?: JsonObject[];
  event?: JsonObject;
  /** What else the caller sent. */
  told?: JsonObject;
  signal?: AbortSignal;
};

export type ActionsParts = {
  registry: FunctionRegistry;
  sessions: FunctionSessions;
  events: Pick<FunctionEvents, "notify">;
  models: Pick<ModelRegistry, "attachments">;
  chats: ChatRepository;
  publisher: Publisher;
  clock: Clock;
};

type Target = { branch: Message[]; message: Message };

/** What of an action's result Parley acts upon. Each part by itself: one that is malformed is left out. */
const result = {
  content: z.string(),
  fields: jsonObject,
  messages: z.array(json),
  notification: functionNotification,
  page: actionPage,
};

/** Buttons below messages. */
export class Actions {
  readonly #parts: ActionsParts;

  constructor(parts: ActionsParts) {
    this.#parts = parts;
  }

  /**
   * Runs an action, stores what it changed, tells the pages, and resolves with what it returned. Rejects
   * with `not_found` for an action that is not there, off, or not attached to the model, and for a
   * message that is not there or not theirs; with `filter_refused` when the action says no.
   */
  async run(principal: Principal, call: ActionCall): Promise<Json> {
    admit("member", principal);
    const { functionId, sub } = splitId(call.actionId);
    const fn = this.#parts.registry.find(functionId);
    if (fn === null || !hasButton(fn, sub)) throw notFound("action");
    const target = call.place === null ? null : await this.#target(principal, call.place);
    const model = this.#model(principal, fn, call.model ?? target?.message.model ?? "");
    const { clock, sessions } = this.#parts;
    const told = { session_id: "", filter_ids: [], ...claimedBy(call.told) };
    const ids = {
      chat_id: call.place?.chatId ?? call.told?.chat_id ?? "",
      message_id: call.place?.messageId ?? call.told?.id ?? "",
    };
    const session = await sessions.open(fn, {
      ...{ principal, model, place: call.place, isTask: false, chain: [] },
      metadata: { ...told, ...ids },
      caller: "action",
      startedAt: clock.now(),
    });
    try {
      const body: JsonObject = {
        ...told,
        ...{ model: model.id, chat_id: ids.chat_id, id: ids.message_id },
        messages: target === null ? (call.messages ?? []) : target.branch.map(asFunctionSees),
        ...(call.event === undefined ? {} : { event: call.event }),
      };
      const signal = call.signal ?? new AbortController().signal;
      const given = await session.call("action", { body, sub }, signal);
      if (given.outcome === "blocked") throw new ParleyError("filter_refused", given.message);
      if (given.outcome === "nothing") return null;
      if (target !== null) await this.#store(principal, { fn, target }, given.value);
      return given.value;
    } finally {
      session.close();
    }
  }

  async #target({ userId }: Principal, place: NonNullable<ActionCall["place"]>): Promise<Target> {
    const branch = await this.#parts.chats.pathTo(userId, place.chatId, place.messageId);
    const message = branch?.at(-1);
    if (branch === null || message === undefined) throw notFound("message");
    if (message.status === "streaming") {
      throw new ParleyError("conflict", "This answer is still being written. Stop it first.");
    }
    return { branch, message };
  }

  /** The model, if the action is attached to it. Models of people's own browsers have global ones only. */
  #model(principal: Principal, { id, global }: ActiveFunction, modelId: string) {
    const found = this.#parts.models.attachments(principal, modelId);
    if (found === null) {
      if (global && isDirectModelId(modelId)) return { id: modelId, name: modelId };
      throw modelId === "" ? noModel() : modelNotFound(modelId);
    }
    const attached = found.metas.some((meta) => idsIn(meta, "actionIds").includes(id));
    if (!global && !attached) throw notFound("action");
    return { id: found.id, name: found.name };
  }

  async #store(
    principal: Principal,
    { fn, target }: { fn: ActiveFunction; target: Target },
    value: Json,
  ): Promise<void> {
    const given = jsonObject.safeParse(value).data;
    if (given === undefined) return;
    const { chats, publisher, events } = this.#parts;
    const { branch, message } = target;
    const { userId } = principal;
    const own = ownChange(message, given);
    const listed = changesIn(result.messages.safeParse(given.messages).data ?? [], branch);
    const changes = own === null ? listed : merged(listed, own);
    await storeChanges(chats, { userId, branch }, changes);
    const { chatId, id: messageId } = message;
    if (changes.length > 0) {
      publisher.toChat(userId, chatId, { type: "messages-changed", chatId });
    }
    const note = result.notification.safeParse(given.notification).data;
    if (note !== undefined) {
      events.notify({ principal, place: { chatId, messageId }, from: fn.manifest.name }, note);
    }
  }
}

/** What the result changes of the message itself; null: nothing. */
function ownChange(message: Message, given: JsonObject): MessageChange | null {
  const content = result.content.safeParse(given.content).data;
  const fields = fieldsFromFunction(result.fields.safeParse(given.fields).data ?? {});
  const page = result.page.safeParse(given.page).data;
  if (page !== undefined) {
    const before = z.array(actionPage).safeParse(message.metadata.embeds).data ?? [];
    const others = before.filter(({ title }) => title !== page.title);
    fields.embeds = [page, ...others].slice(0, 10);
  }
  if (content === undefined && Object.keys(fields).length === 0) return null;
  return { id: message.id, fields, ...(content === undefined ? {} : { content }) };
}

/** One change for each message; what the action says of its own message wins. */
function merged(listed: MessageChange[], own: MessageChange): MessageChange[] {
  const same = listed.find(({ id }) => id === own.id);
  const others = listed.filter(({ id }) => id !== own.id);
  return [...others, { ...same, ...own, fields: { ...same?.fields, ...own.fields } }];
}

function hasButton({ manifest: { kind, actions } }: ActiveFunction, sub: string): boolean {
  if (kind !== "action") return false;
  return actions.length === 0 ? sub === "" : actions.some(({ id }) => id === sub);
}

function noModel(): ParleyError {
  return new ParleyError("invalid_request", "Name the model that the action is for.", {
    param: "model",
  });
}
