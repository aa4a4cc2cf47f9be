import { arenaOf } from "../chat/blind.ts";
import type { Content } from "../chat/content.ts";
import { textOf } from "../chat/content.ts";
import { type BranchMessage, type ChatSummary, summaryOf } from "../chat/message.ts";
import { ownFieldsOf } from "../chat/reserved.ts";
import type { DirectChoice } from "../direct/protocol.ts";
import { directRoute } from "../direct/route.ts";
import { notFound, ParleyError } from "../errors.ts";
import type { WatchReply } from "../events.ts";
import { admit, type Principal } from "../identity.ts";
import type { JsonObject } from "../json.ts";
import type { Route } from "../models/route.ts";
import type { DirectLine } from "../ports/direct-line.ts";
import { answerMetadata, resumedOptions } from "./answer-metadata.ts";
import { branchMessage, branchUpTo } from "./branch.ts";
import { follow } from "./follow.ts";
import { reopen } from "./reopen.ts";
import { TurnRunner, type TurnRunnerOptions } from "./runner.ts";
import { catchUp, type StopReason, type Turn, type TurnOptions } from "./running.ts";
import { type TurnParts, turnOf } from "./start.ts";
import { titleByRule } from "./title.ts";

export type SendInput = {
  chatId: string;
  questionId: string;
  /** The message this one answers; null begins the chat (or a second beginning of it). */
  parentId: string | null;
  content: Content;
  model: string;
  answerId: string;
  /** Custom fields of the question, kept as they are; keys that only Parley records are left out. */
  metadata?: JsonObject;
  options?: TurnOptions;
  /** Given when the person's own browser is to answer; `model` is then the direct model's id. */
  direct?: DirectChoice;
};

export type TurnsOptions = TurnRunnerOptions & {
  /** The way to people's own endpoints; absent: there is none. */
  directLine?: DirectLine;
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
  readonly #options: TurnsOptions;
  readonly #runner: TurnRunner;
  #draining = false;

  constructor(options: TurnsOptions) {
    this.#options = options;
    this.#runner = new TurnRunner(options);
  }

  /** Stores a question and begins to answer it. Committed when it resolves; harmless to repeat. */
  async send(principal: Principal, input: SendInput): Promise<SendResult> {
    const trace = this.#options.pipeline.trace();
    const route = await this.#begin(principal, input.model, input);
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
        metadata: ownFieldsOf(input.metadata ?? {}),
      },
      parentId: input.questionId,
      answer: {
        id: input.answerId,
        model: input.model,
        metadata: answerMetadata(route, input.options),
      },
    });
    const answer = await branchMessage(this.#options.chats, principal, started.answer);
    const question = await branchMessage(
      this.#options.chats,
      principal,
      started.question ?? started.answer,
    );
    if (started.fresh) {
      const branch = await branchUpTo(
        this.#options.chats,
        principal,
        input.chatId,
        input.questionId,
      );
      await this.#options.pipeline.picked(route);
      const { answer: message } = started;
      const { options = {} } = input;
      this.#run({ principal, route, trace, turnId, message, branch, options, question, answer });
    }
    return {
      chat: summaryOf(started.chat),
      chatCreated: started.chatCreated,
      question,
      answer,
      turnId,
    };
  }

  /** Answers a question once more; the new answer becomes a sibling of the old ones. */
  async regenerate(
    principal: Principal,
    input: Omit<SendInput, "parentId" | "content" | "metadata">,
  ): Promise<TurnOpened> {
    const trace = this.#options.pipeline.trace();
    const route = await this.#begin(principal, input.model, input);
    const { chats, newId } = this.#options;
    const turnId = newId();
    const started = await chats.startTurn(principal.userId, {
      chatId: input.chatId,
      turnId,
      title: "",
      parentId: input.questionId,
      answer: {
        id: input.answerId,
        model: input.model,
        metadata: answerMetadata(route, input.options),
      },
    });
    const answer = await branchMessage(this.#options.chats, principal, started.answer);
    if (started.fresh) {
      const branch = await branchUpTo(
        this.#options.chats,
        principal,
        input.chatId,
        input.questionId,
      );
      await this.#options.pipeline.picked(route);
      const { answer: message } = started;
      const { options = {} } = input;
      const run = { principal, route, trace, turnId, message, branch, options };
      this.#run({ ...run, question: null, answer });
    }
    return { answer, turnId };
  }

  /** Goes on with an answer that was stopped, interrupted or failed, after the text that is there. */
  async resume(
    principal: Principal,
    input: { chatId: string; messageId: string; options?: TurnOptions; direct?: DirectChoice },
  ): Promise<TurnOpened> {
    const { chats, newId } = this.#options;
    const before = await chats.message(principal.userId, input.chatId, input.messageId);
    if (before?.role !== "assistant" || before.model === null) throw notFound("answer");
    const trace = this.#options.pipeline.trace();
    const picked = arenaOf(before.metadata)?.picked ?? null;
    const route = await this.#begin(principal, before.model, { ...input, picked });
    const turnId = newId();
    const message = await reopen(this.#options, principal, { ...input, turnId, route });
    const branch = await branchUpTo(this.#options.chats, principal, input.chatId, input.messageId);
    const answer = await branchMessage(this.#options.chats, principal, message);
    const options = resumedOptions(before.metadata, input.options);
    const run = { principal, route, trace, turnId, message, branch, options };
    this.#run({ ...run, question: null, answer });
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

  /** Adds to the text of a running answer, or replaces it; false when nothing runs there, or not theirs. */
  say(
    principal: Principal,
    { chatId, messageId }: { chatId: string; messageId: string },
    change: { add: string } | { replace: string },
  ): boolean {
    const turn = this.#runner.find(chatId, messageId);
    if (turn?.principal.userId !== principal.userId) return false;
    this.#runner.say(turn, change);
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

  /**
   * The text that a running answer still gets, in this process, and what it got before in this turn.
   * Null when nothing runs there, or when it is somebody else's.
   */
  follow(
    principal: Principal,
    target: { chatId: string; messageId: string },
  ): AsyncIterable<{ content: string; reasoning: string }> | null {
    const turn = this.#runner.find(target.chatId, target.messageId);
    return turn?.principal.userId === principal.userId ? follow(turn) : null;
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

  async #begin(
    principal: Principal,
    modelId: string,
    { picked = null, direct }: { picked?: string | null; direct?: DirectChoice },
  ): Promise<Route> {
    admit("member", principal);
    if (this.#draining) {
      throw new ParleyError("draining", "Parley is shutting down. Try again in a moment.");
    }
    if (direct === undefined) return this.#options.pipeline.route(principal, modelId, picked);
    const { directLine: line, settings } = this.#options;
    const allowed = async () => (await settings.read()).directConnections;
    return directRoute({ line, allowed }, principal, { modelId, choice: direct });
  }

  async #end(turns: Turn[], reason: StopReason): Promise<void> {
    for (const turn of turns) {
      turn.stopReason ??= reason;
      turn.abort.abort(new Error(reason));
    }
    await Promise.all(turns.map((turn) => turn.done));
  }

  #run({ question, answer, ...parts }: TurnParts & ShownTurn): void {
    const turn = turnOf(parts, this.#options.clock.now());
    this.#options.publisher.toChat(turn.principal.userId, turn.chatId, {
      type: "turn-start",
      chatId: turn.chatId,
      turnId: turn.turnId,
      question,
      answer,
    });
    this.#runner.run(turn);
  }
}

/** How pages see a turn that begins. */
type ShownTurn = { question: BranchMessage | null; answer: BranchMessage };
