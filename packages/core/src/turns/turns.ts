import type { Content } from "../chat/content.ts";
import { textOf } from "../chat/content.ts";
import type { BranchMessage, ChatSummary, Message } from "../chat/message.ts";
import type { WireMessage } from "../completion/wire.ts";
import { notFound, ParleyError } from "../errors.ts";
import type { WatchReply } from "../events.ts";
import { admit, type Principal } from "../identity.ts";
import type { JsonObject } from "../json.ts";
import type { ResolvedModel } from "../models/registry.ts";
import { continueInstruction, promptOf } from "./prompt.ts";
import { TurnRunner, type TurnRunnerOptions } from "./runner.ts";
import { catchUp, newTurn, type StopReason, type Turn } from "./running.ts";
import { titleByRule } from "./title.ts";

export type SendInput = {
  chatId: string;
  questionId: string;
  /** The message this one answers; null begins the chat (or a second beginning of it). */
  parentId: string | null;
  content: Content;
  model: string;
  answerId: string;
  /** Custom fields of the question, kept as they are. */
  metadata?: JsonObject;
};

export type TurnOpened = { answer: BranchMessage; turnId: string };
export type SendResult = TurnOpened & {
  chat: ChatSummary;
  chatCreated: boolean;
  question: BranchMessage;
};

/**
 * Answers being made. A turn belongs to the server: it goes on when the page that asked is closed, any
 * page of its owner can watch or stop it, and it ends exactly once.
 */
export class Turns {
  readonly #options: TurnRunnerOptions;
  readonly #runner: TurnRunner;
  #draining = false;

  constructor(options: TurnRunnerOptions) {
    this.#options = options;
    this.#runner = new TurnRunner(options);
  }

  /** Stores a question and begins to answer it. Committed when it resolves; harmless to repeat. */
  async send(principal: Principal, input: SendInput): Promise<SendResult> {
    const model = this.#begin(principal, input.model);
    const { chats, newId } = this.#options;
    const turnId = newId();
    const started = await chats.startTurn(principal.userId, {
      chatId: input.chatId,
      turnId,
      title: titleByRule(textOf(input.content)),
      question: {
        id: input.questionId,
        parentId: input.parentId,
        content: input.content,
        metadata: input.metadata ?? {},
      },
      parentId: input.questionId,
      answer: { id: input.answerId, model: input.model, metadata: answerMetadata(model) },
    });
    const answer = await this.#branchMessage(principal, started.answer);
    const question = await this.#branchMessage(principal, started.question ?? started.answer);
    if (started.fresh) {
      const prompt = await this.#promptUpTo(principal, input.chatId, input.questionId);
      this.#run({ principal, model, turnId, message: started.answer, prompt, question, answer });
    }
    const { id, title, pinned, updatedAt } = started.chat;
    return {
      chat: { id, title, pinned, updatedAt },
      chatCreated: started.chatCreated,
      question,
      answer,
      turnId,
    };
  }

  /** Answers a question once more; the new answer becomes a sibling of the old ones. */
  async regenerate(
    principal: Principal,
    input: { chatId: string; questionId: string; model: string; answerId: string },
  ): Promise<TurnOpened> {
    const model = this.#begin(principal, input.model);
    const { chats, newId } = this.#options;
    const turnId = newId();
    const started = await chats.startTurn(principal.userId, {
      chatId: input.chatId,
      turnId,
      title: "",
      parentId: input.questionId,
      answer: { id: input.answerId, model: input.model, metadata: answerMetadata(model) },
    });
    const answer = await this.#branchMessage(principal, started.answer);
    if (started.fresh) {
      const prompt = await this.#promptUpTo(principal, input.chatId, input.questionId);
      this.#run({
        principal,
        model,
        turnId,
        message: started.answer,
        prompt,
        question: null,
        answer,
      });
    }
    return { answer, turnId };
  }

  /** Goes on with an answer that was stopped, interrupted or failed, after the text that is there. */
  async resume(
    principal: Principal,
    input: { chatId: string; messageId: string },
  ): Promise<TurnOpened> {
    const { chats, newId } = this.#options;
    const before = await chats.message(principal.userId, input.chatId, input.messageId);
    if (before?.role !== "assistant" || before.model === null) throw notFound("answer");
    const model = this.#begin(principal, before.model);
    const turnId = newId();
    const message = await chats.resumeTurn(principal.userId, input.chatId, input.messageId, turnId);
    if (!message) {
      throw new ParleyError("conflict", "This answer is being written already.");
    }
    const prompt = await this.#promptUpTo(principal, input.chatId, input.messageId);
    // Others go on with a final assistant message; the OpenAI API would begin a new one.
    if (model.info.ownedBy === "openai" && textOf(message.content) !== "") {
      prompt.push({ role: "user", content: continueInstruction });
    }
    const answer = await this.#branchMessage(principal, message);
    this.#run({ principal, model, turnId, message, prompt, question: null, answer });
    return { answer, turnId };
  }

  /** Ends a running answer, keeping its text. Resolves once that is stored; false when nothing ran. */
  async stop(principal: Principal, input: { chatId: string; messageId: string }): Promise<boolean> {
    admit("member", principal);
    const turn = this.#runner.find(input.chatId, input.messageId);
    if (!turn || turn.principal.userId !== principal.userId) return false;
    await this.#end([turn], "stopped");
    return true;
  }

  /** The running turns of a chat, as a page that has `have` of them needs them. */
  watch(
    principal: Principal,
    chatId: string,
    have: { turnId: string; content: number; reasoning: number }[],
  ): Extract<WatchReply, { ok: true }> {
    const running = this.#runner
      .inChat(chatId)
      .filter((turn) => turn.principal.userId === principal.userId)
      .map((turn) => catchUp(turn, have.find((part) => part.turnId === turn.turnId) ?? null));
    return { ok: true, running };
  }

  isRunning(chatId: string): boolean {
    return this.#runner.inChat(chatId).length > 0;
  }

  /** Ends turns whose message (or chat) is gone. */
  async endRemoved(principal: Principal, chatId: string): Promise<void> {
    const gone: Turn[] = [];
    for (const turn of this.#runner.inChat(chatId)) {
      const message = await this.#options.chats.message(principal.userId, chatId, turn.messageId);
      if (!message) gone.push(turn);
    }
    await this.#end(gone, "removed");
  }

  /** Ends every turn of somebody who may no longer have any. */
  async endOf(userId: string): Promise<void> {
    const turns = this.#runner.all().filter((turn) => turn.principal.userId === userId);
    await this.#end(turns, "stopped");
  }

  /** Refuses new turns, lets running ones finish for up to `ms`, and saves the rest as interrupted. */
  async drain(ms: number): Promise<void> {
    this.#draining = true;
    const finished = Promise.all(this.#runner.all().map((turn) => turn.done));
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(ms, resolve);
      void finished.then(() => {
        cancel();
        resolve();
      });
    });
    await this.#end(this.#runner.all(), "interrupted");
    await this.#runner.settled();
  }

  #begin(principal: Principal, modelId: string): ResolvedModel {
    admit("member", principal);
    if (this.#draining) {
      throw new ParleyError("draining", "Parley is shutting down. Try again in a moment.");
    }
    return this.#options.models.resolve(modelId);
  }

  async #end(turns: Turn[], reason: StopReason): Promise<void> {
    for (const turn of turns) {
      turn.stopReason ??= reason;
      turn.abort.abort(new Error(reason));
    }
    await Promise.all(turns.map((turn) => turn.done));
  }

  async #promptUpTo(
    principal: Principal,
    chatId: string,
    messageId: string,
  ): Promise<WireMessage[]> {
    const branch = await this.#options.chats.pathTo(principal.userId, chatId, messageId);
    if (!branch) throw notFound("message");
    return promptOf(branch);
  }

  async #branchMessage(principal: Principal, message: Message): Promise<BranchMessage> {
    const siblingIds = await this.#options.chats.siblingIds(
      principal.userId,
      message.chatId,
      message.id,
    );
    return { ...message, siblingIds };
  }

  #run(parts: {
    principal: Principal;
    model: ResolvedModel;
    turnId: string;
    message: Message;
    prompt: WireMessage[];
    question: BranchMessage | null;
    answer: BranchMessage;
  }): void {
    const { principal, model, turnId, message, prompt, question, answer } = parts;
    const turn = newTurn({
      turnId,
      chatId: message.chatId,
      messageId: message.id,
      principal,
      model,
      startedAt: this.#options.clock.now(),
      base: {
        content: textOf(message.content),
        reasoning: reasoningOf(message),
      },
    });
    this.#options.publisher.toChat(principal.userId, turn.chatId, {
      type: "turn-start",
      chatId: turn.chatId,
      turnId,
      question,
      answer,
    });
    this.#runner.run(turn, prompt);
  }
}

function answerMetadata(model: ResolvedModel): JsonObject {
  return { parley: { modelName: model.info.name } };
}

function reasoningOf(message: Message): string {
  const own = message.metadata.parley;
  if (own === null || typeof own !== "object" || Array.isArray(own)) return "";
  return typeof own.reasoning === "string" ? own.reasoning : "";
}
