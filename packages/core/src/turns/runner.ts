import { arenaOf } from "../chat/blind.ts";
import { summaryOf, type TerminalStatus } from "../chat/message.ts";
import { foldChunk } from "../completion/fold.ts";
import type { Pipeline } from "../completion/pipeline.ts";
import { oneSystem } from "../completion/system.ts";
import { isParleyError, ParleyError } from "../errors.ts";
import type { ChatRepository } from "../ports/chats.ts";
import type { Publisher } from "../ports/publisher.ts";
import type { Clock, Log, NewId } from "../ports/runtime.ts";
import type { SettingsRepository } from "../ports/settings.ts";
import { showToFilters } from "./after-filters.ts";
import { Beat } from "./beat.ts";
import { suggestFollowUps } from "./follow-ups.ts";
import { keepMove } from "./moved.ts";
import { nameChat } from "./name-chat.ts";
import { persistEnd } from "./persist-end.ts";
import { promptOf } from "./prompt.ts";
import { endMetadata, shownEnd } from "./record.ts";
import {
  addText,
  draftsOf,
  dropDrafts,
  replaceTextOf,
  type Turn,
  takeUnpublished,
} from "./running.ts";
import { tagChat } from "./tag-chat.ts";

export type TurnRunnerOptions = {
  chats: ChatRepository;
  pipeline: Pipeline;
  settings: SettingsRepository;
  publisher: Publisher;
  clock: Clock;
  newId: NewId;
  log: Log;
  /** Milliseconds between two deltas of one answer; the first goes out at once. */
  deltaMs?: number;
  /** Milliseconds between two writes of running text; what a crash can cost. */
  draftMs?: number;
  /** How often, and after how many milliseconds (doubling), a failed final write is tried again. */
  endRetries?: number;
  endRetryMs?: number;
  /** Milliseconds a model may take to name a chat, or for another task after a turn. */
  titleMs?: number;
};

/** Runs turns: reads the upstream, folds, publishes numbered deltas, writes behind, ends once. */
export class TurnRunner {
  readonly #options: Required<TurnRunnerOptions>;
  readonly #turns = new Map<string, Turn>();
  readonly #afterWork = new Set<Promise<unknown>>();
  readonly #deltas: Beat<Turn>;
  readonly #drafts: Beat<Turn>;

  constructor(options: TurnRunnerOptions) {
    this.#options = {
      deltaMs: 30,
      draftMs: 400,
      endRetries: 6,
      endRetryMs: 250,
      titleMs: 30_000,
      ...options,
    };
    const { clock, deltaMs, draftMs } = this.#options;
    this.#deltas = new Beat(clock, deltaMs, (turns) => {
      for (const turn of turns) this.#publish(turn);
    });
    this.#drafts = new Beat(clock, draftMs, (turns) => this.#writeDrafts(turns));
  }

  run(turn: Turn): void {
    this.#turns.set(turn.turnId, turn);
    turn.done = this.#run(turn);
    void this.#announce(turn);
  }

  all(): Turn[] {
    return [...this.#turns.values()];
  }

  inChat(chatId: string): Turn[] {
    return this.all().filter((turn) => turn.chatId === chatId);
  }

  find(chatId: string, messageId: string): Turn | undefined {
    return this.inChat(chatId).find((turn) => turn.messageId === messageId);
  }

  /** Text that a function adds to a running answer, or puts in place of it. */
  say(turn: Turn, change: { add: string } | { replace: string }): void {
    if ("replace" in change) {
      replaceTextOf(turn, change.replace);
      return;
    }
    turn.folded.content += change.add;
    addText(turn, { content: change.add, reasoning: "" });
    this.#deltas.add(turn);
    this.#drafts.add(turn);
  }

  /** Resolves when no work after a turn is left. */
  async settled(): Promise<void> {
    await Promise.all(this.#afterWork);
  }

  async #run(turn: Turn): Promise<void> {
    let status: TerminalStatus = "done";
    let error: ParleyError | null = null;
    try {
      await this.#read(turn);
    } catch (caught) {
      if (turn.stopReason !== null) {
        status = turn.stopReason === "interrupted" ? "interrupted" : "stopped";
      } else {
        status = "error";
        error = this.#explain(turn, caught);
      }
    }
    this.#publish(turn);
    const { firstTokenAt, startedAt, folded } = turn;
    turn.reportEnd?.({
      outcome: status,
      error,
      firstTokenMs: firstTokenAt === null ? null : firstTokenAt - startedAt,
      usage: folded.usage,
    });
    const ended = await this.#end(turn, status, error);
    this.#turns.delete(turn.turnId);
    this.#drafts.delete(turn);
    if (!ended) return;
    void this.#announce(turn);
    if (status !== "done") return;
    this.#follow(Promise.all([this.#describe(turn), this.#suggest(turn)]));
  }

  async #read(turn: Turn): Promise<void> {
    const { pipeline, clock } = this.#options;
    const { route, trace, branch, options, principal, chatId, messageId } = turn;
    const { signal } = turn.abort;
    const { answer, outlet, ...opened } = await pipeline.open({
      principal,
      request: {
        ...options.keys,
        model: route.requestedId,
        messages: oneSystem([
          ...(options.system ?? []),
          ...promptOf(branch, route.base.offers[0].connection),
          ...(options.closing ?? []),
        ]),
        stream: true,
        stream_options: { include_usage: true },
      },
      signal,
      route,
      trace,
      place: { chatId, messageId },
      picked: arenaOf(turn.metadata),
      onMoved: (to) => keepMove(turn, to, this.#options.chats),
      ...(options.told === undefined ? {} : { told: options.told }),
    });
    turn.reportEnd = opened.ended;
    for await (const chunk of answer.chunks()) {
      const delta = foldChunk(turn.folded, chunk);
      if (delta.content === "" && delta.reasoning === "") continue;
      addText(turn, delta);
      if (turn.firstTokenAt === null) {
        turn.firstTokenAt = clock.now();
        this.#publish(turn);
      } else {
        this.#deltas.add(turn);
      }
      this.#drafts.add(turn);
    }
    signal.throwIfAborted();
    if (outlet === null) return;
    const model = opened.route.model.id;
    try {
      await showToFilters(turn, { outlet, chats: this.#options.chats, model });
    } catch (error) {
      turn.withheld = isParleyError(error) && error.withheld;
      if (turn.withheld) trace.withhold();
      throw error;
    }
  }

  #explain(turn: Turn, caught: unknown): ParleyError {
    if (isParleyError(caught)) return caught;
    this.#options.log.error("A turn broke", { turnId: turn.turnId, error: caught });
    return new ParleyError(
      "internal",
      "Parley failed while it read this answer. What had arrived is kept. The server's log has the cause.",
      { cause: caught },
    );
  }

  /** Publishes what was folded since the last delta. */
  #publish(turn: Turn): void {
    this.#deltas.delete(turn);
    const before = turn.published;
    const text = takeUnpublished(turn);
    if (text === null) return;
    for (const tap of turn.taps) tap(text);
    this.#options.publisher.toChat(turn.principal.userId, turn.chatId, {
      type: "turn-delta",
      chatId: turn.chatId,
      messageId: turn.messageId,
      turnId: turn.turnId,
      seq: turn.seq,
      at: before.content,
      content: text.content,
      reasoningAt: before.reasoning,
      reasoning: text.reasoning,
    });
  }

  async #writeDrafts(turns: Turn[]): Promise<void> {
    const running = turns.filter((turn) => this.#turns.has(turn.turnId));
    const drafts = running.flatMap(draftsOf);
    if (drafts.length === 0) return;
    try {
      await this.#options.chats.appendDrafts(drafts);
      running.forEach(dropDrafts);
    } catch (error) {
      this.#options.log.error("Running answers could not be written; trying again", { error });
      for (const turn of running) this.#drafts.add(turn);
    }
  }

  /** Commits the end, then tells the pages. False when the message was removed meanwhile. */
  async #end(turn: Turn, status: TerminalStatus, error: ParleyError | null): Promise<boolean> {
    const { publisher } = this.#options;
    const own = endMetadata(turn, { status, error, now: this.#options.clock.now() });
    const ended = await persistEnd(turn, { status, own }, this.#options);
    if (!ended) return false;
    publisher.toChat(turn.principal.userId, turn.chatId, {
      type: "turn-end",
      chatId: turn.chatId,
      messageId: turn.messageId,
      turnId: turn.turnId,
      status,
      length: turn.withheld ? 0 : turn.folded.content.length,
      reasoningLength: turn.withheld ? 0 : turn.folded.reasoning.length,
      metadata: shownEnd(turn, own),
    });
    const isChanged = turn.replaced !== null || turn.withheld || turn.branchChanged;
    if (isChanged || Object.keys(turn.fields).length > 0) {
      const { chatId, principal } = turn;
      publisher.toChat(principal.userId, chatId, { type: "messages-changed", chatId });
    }
    return true;
  }

  /** Tells every page of the owner that the chat moved, and whether something runs in it. */
  async #announce(turn: Turn): Promise<void> {
    const { chats, publisher, log } = this.#options;
    try {
      const chat = await chats.find(turn.principal.userId, turn.chatId);
      if (!chat) return;
      publisher.toUser(turn.principal.userId, {
        type: "chat-changed",
        chat: summaryOf(chat),
        running: this.inChat(turn.chatId).length > 0,
      });
    } catch (error) {
      log.warn("A chat's change could not be announced", { chatId: turn.chatId, error });
    }
  }

  /** Told once, after both: of two reads side by side, the older could be the last that pages hear of. */
  async #describe(turn: Turn): Promise<void> {
    const changed = await Promise.all([
      nameChat(turn, this.#options),
      tagChat(turn, this.#options),
    ]);
    if (changed.includes(true)) await this.#announce(turn);
  }

  async #suggest(turn: Turn): Promise<void> {
    if (!(await suggestFollowUps(turn, this.#options))) return;
    const { chatId, principal } = turn;
    this.#options.publisher.toChat(principal.userId, chatId, { type: "messages-changed", chatId });
  }

  #follow(work: Promise<unknown>): void {
    const tracked = work.finally(() => this.#afterWork.delete(tracked));
    this.#afterWork.add(tracked);
  }
}
