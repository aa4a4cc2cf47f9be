import { replaceText, textOf } from "../chat/content.ts";
import type { Message, MessagePatch } from "../chat/message.ts";
import type { Place } from "../completion/pipeline.ts";
import { ParleyError } from "../errors.ts";
import type { Principal } from "../identity.ts";
import { type Json, type JsonObject, json, jsonObject } from "../json.ts";
import type { ChatRepository } from "../ports/chats.ts";
import type { PersonPages } from "../ports/person-pages.ts";
import type { Publisher } from "../ports/publisher.ts";
import type { NewId } from "../ports/runtime.ts";
import type { Turns } from "../turns/turns.ts";
import { type FunctionEvent, functionEvent, type MessageExtension } from "./extensions.ts";
import { answerIn, functionQuestion } from "./questions.ts";

export type FunctionEventsParts = {
  chats: ChatRepository;
  publisher: Publisher;
  pages: PersonPages;
  newId: NewId;
  /** Text of a running answer goes through its turn. */
  turns: () => Pick<Turns, "say">;
  /** Milliseconds that a person has to answer a question. Default two minutes. */
  answerMs?: number;
  /** Lines of a list that a message keeps. Default 200; older ones go. */
  mostLines?: number;
  /** Bytes that an event carries at most; of more, pages are told to read. Default 64 KiB. */
  eventBytes?: number;
};

/** For whom, and for which message, a function works. */
export type EventTarget = { principal: Principal; place: Place; from: string };

/**
 * What functions tell about their message: made anew from a closed list, stored, then told to the pages
 * that show it. A message that is gone, or somebody else's, gets nothing.
 */
export class FunctionEvents {
  readonly #parts: Required<FunctionEventsParts>;
  readonly #queues = new Map<string, Promise<void>>();

  constructor(parts: FunctionEventsParts) {
    this.#parts = { answerMs: 120_000, mostLines: 200, eventBytes: 64 * 1024, ...parts };
  }

  /** Rejects with `invalid_request` for anything that is not on the list. */
  async emit(target: EventTarget, given: Json): Promise<void> {
    const parsed = functionEvent.safeParse(given);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new ParleyError(
        "invalid_request",
        `This is no event that a function may send: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unknown"}.`,
      );
    }
    await this.#inTurn(target.place, () => this.#take(target, parsed.data));
  }

  /** What the person answers; null when nobody is there, or says nothing in time. */
  async ask(target: EventTarget, given: Json, options: { sessionId: string; signal: AbortSignal }) {
    const parsed = functionQuestion.safeParse(given);
    if (!parsed.success) {
      throw new ParleyError("invalid_request", "This is no question that a function may ask.");
    }
    const { pages, newId, answerMs } = this.#parts;
    const { principal, place, from } = target;
    // Only about a message of their own is anybody asked.
    if ((await this.#message(target)) === null) return null;
    const reply = await pages.ask(
      principal.userId,
      { id: newId(), ...place, from, question: parsed.data },
      {
        sessionId: options.sessionId === "" ? null : options.sessionId,
        ms: answerMs,
        signal: options.signal,
      },
    );
    return answerIn(reply, parsed.data);
  }

  /** A note to the person that nothing keeps. */
  notify(
    target: EventTarget,
    notification: Extract<FunctionEvent, { type: "notification" }>["data"],
  ) {
    this.#tell(target, { kind: "notification", notification });
  }

  async #take(target: EventTarget, event: FunctionEvent): Promise<void> {
    switch (event.type) {
      case "status":
        return this.#append(target, "statusHistory", { kind: "status", status: event.data });
      case "citation":
        return this.#append(target, "sources", { kind: "source", source: event.data });
      case "files": {
        const { files } = event.data;
        return this.#extend(target, { files: json.parse(files) }, { kind: "files", files });
      }
      case "notification":
        if ((await this.#message(target)) !== null) this.notify(target, event.data);
        return;
      case "message":
        return this.#say(target, (text) => text + event.data.content, { add: event.data.content });
      case "replace":
        return this.#say(target, () => event.data.content, { replace: event.data.content });
    }
  }

  async #append(
    target: EventTarget,
    key: "statusHistory" | "sources",
    extension: Extract<MessageExtension, { kind: "status" | "source" }>,
  ): Promise<void> {
    const message = await this.#message(target);
    if (message === null) return;
    const before = message.metadata[key];
    const added = jsonObject.parse(
      extension.kind === "status" ? extension.status : extension.source,
    );
    const all = [...(Array.isArray(before) ? before : []), added];
    await this.#extend(target, { [key]: all.slice(-this.#parts.mostLines) }, extension);
  }

  async #extend(
    target: EventTarget,
    metadata: JsonObject,
    extension: MessageExtension,
  ): Promise<void> {
    if ((await this.#patch(target, { metadata })) !== null) this.#tell(target, extension);
  }

  async #say(
    target: EventTarget,
    change: (text: string) => string,
    running: { add: string } | { replace: string },
  ): Promise<void> {
    const { principal, place } = target;
    if (this.#parts.turns().say(principal, place, running)) return;
    const message = await this.#message(target);
    if (message === null) return;
    const content = replaceText(message.content, change(textOf(message.content)));
    const originalContent = message.metadata.originalContent ?? message.content;
    await this.#patch(target, { content, metadata: { originalContent } });
    this.#changed(target);
  }

  #tell(target: EventTarget, extension: MessageExtension): void {
    const { publisher, eventBytes } = this.#parts;
    const { principal, place } = target;
    if (JSON.stringify(extension).length > eventBytes) {
      this.#changed(target);
      return;
    }
    const { chatId, messageId } = place;
    publisher.toChat(principal.userId, chatId, {
      type: "message-extended",
      ...{ chatId, messageId, extension },
    });
  }

  #changed({ principal, place: { chatId } }: EventTarget): void {
    this.#parts.publisher.toChat(principal.userId, chatId, { type: "messages-changed", chatId });
  }

  #message({ principal, place }: EventTarget): Promise<Message | null> {
    return this.#parts.chats.message(principal.userId, place.chatId, place.messageId);
  }

  #patch({ principal, place }: EventTarget, patch: MessagePatch): Promise<Message | null> {
    const { chatId, messageId } = place;
    return this.#parts.chats.upsertMessage(principal.userId, chatId, messageId, patch);
  }

  /** One after the other for each message: lists are read before they are written. */
  async #inTurn({ chatId, messageId }: Place, work: () => Promise<void>): Promise<void> {
    const key = `${chatId} ${messageId}`;
    const before = this.#queues.get(key) ?? Promise.resolve();
    const done = before.then(work, work);
    this.#queues.set(key, done);
    try {
      await done;
    } finally {
      if (this.#queues.get(key) === done) this.#queues.delete(key);
    }
  }
}
