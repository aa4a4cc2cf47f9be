import { z } from "zod";
import { arenaOf } from "../chat/blind.ts";
import type { Message } from "../chat/message.ts";
import type { Pipeline } from "../completion/pipeline.ts";
import { notFound, ParleyError } from "../errors.ts";
import { admit, type Principal } from "../identity.ts";
import { type JsonObject, json } from "../json.ts";
import type { ChatRepository } from "../ports/chats.ts";
import type { Publisher } from "../ports/publisher.ts";
import { asFunctionSees, changesIn, storeChanges } from "./branch-body.ts";

export type FinishedAnswer = {
  /** Absent: the model of the message. */
  model?: string;
  /** Where the answer is stored; null: its caller keeps it. */
  place: { chatId: string; messageId: string } | null;
  /** The branch, of a caller who keeps it; absent: as it is stored. */
  messages?: JsonObject[];
  told: JsonObject;
  signal: AbortSignal;
};

const withMessages = z.object({ messages: z.array(json) });

/** Answers that are finished, shown once more to the filters that see answers. */
export class FinishedAnswers {
  readonly #chats: ChatRepository;
  readonly #pipeline: Pick<Pipeline, "finished">;
  readonly #publisher: Publisher;

  constructor(parts: {
    chats: ChatRepository;
    pipeline: Pick<Pipeline, "finished">;
    publisher: Publisher;
  }) {
    this.#chats = parts.chats;
    this.#pipeline = parts.pipeline;
    this.#publisher = parts.publisher;
  }

  /**
   * Resolves with what the filters made of it; a stored answer is changed where it is stored. Rejects as
   * the filters do, and with `not_found` for a message that is not there or not theirs.
   */
  async show(principal: Principal, answer: FinishedAnswer): Promise<JsonObject> {
    admit("member", principal);
    const { place, told, signal } = answer;
    const branch = place === null ? [] : await this.#branch(principal, place);
    const last = branch.at(-1);
    const modelId = answer.model ?? last?.model ?? "";
    const messages = answer.messages ?? branch.map(asFunctionSees);
    if (messages.length === 0) {
      throw new ParleyError("invalid_request", "Send the messages of the chat.", {
        param: "messages",
      });
    }
    const body = await this.#pipeline.finished({
      ...{ principal, modelId, told, signal },
      picked: last === undefined ? null : (arenaOf(last.metadata)?.picked ?? null),
      body: { model: modelId, messages },
      ...(place === null ? {} : { place }),
    });
    await this.#keep(principal, branch, body);
    return body;
  }

  async #branch({ userId }: Principal, place: NonNullable<FinishedAnswer["place"]>) {
    const branch = await this.#chats.pathTo(userId, place.chatId, place.messageId);
    const last = branch?.at(-1);
    if (branch === null || last === undefined) throw notFound("message");
    if (last.status === "streaming") {
      throw new ParleyError("conflict", "This answer is still being written.");
    }
    return branch;
  }

  async #keep({ userId }: Principal, branch: Message[], body: JsonObject): Promise<void> {
    const [first] = branch;
    if (first === undefined) return;
    const messages = withMessages.safeParse(body).data?.messages ?? [];
    const changes = changesIn(messages, branch);
    if (changes.length === 0) return;
    await storeChanges(this.#chats, { userId, branch }, changes);
    const { chatId } = first;
    this.#publisher.toChat(userId, chatId, { type: "messages-changed", chatId });
  }
}
