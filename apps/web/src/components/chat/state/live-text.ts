import { TextStream } from "../markdown/text-stream.ts";
import type { RunningTurn, TurnDeltaEvent } from "./types.ts";

/** `gap`: something is missing before this delta; ask for it. */
export type DeltaOutcome = "added" | "known" | "gap";

/** Runs a task soon, at most once at a time; the task is told of everything that happened until then. */
export type Schedule = (task: () => void) => void;

/**
 * The text of one running answer. It lives outside React: a delta tells only those who show this
 * message, and costs as much as the delta is long.
 */
export class LiveText {
  readonly messageId: string;
  readonly turnId: string;
  readonly startedAt: number;
  readonly content = new TextStream();
  readonly reasoning = new TextStream();
  readonly #listeners = new Set<() => void>();
  readonly #schedule: Schedule;
  #seq = 0;
  #version = 0;
  #scheduled = false;

  constructor(
    turn: { messageId: string; turnId: string; startedAt: number },
    base: { content: string; reasoning: string },
    schedule: Schedule,
  ) {
    this.messageId = turn.messageId;
    this.turnId = turn.turnId;
    this.startedAt = turn.startedAt;
    this.#schedule = schedule;
    this.content.append(base.content);
    this.reasoning.append(base.reasoning);
  }

  /** Changes whenever there is something new to show. */
  readonly version = (): number => this.#version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  add(delta: TurnDeltaEvent): DeltaOutcome {
    if (delta.seq <= this.#seq) return "known";
    const follows =
      delta.seq === this.#seq + 1 &&
      delta.at === this.content.length &&
      delta.reasoningAt === this.reasoning.length;
    if (!follows) return "gap";
    this.#seq = delta.seq;
    this.content.append(delta.content);
    this.reasoning.append(delta.reasoning);
    this.#changed();
    return "added";
  }

  /** Takes what a watch reply brought; false when it begins after the end of the text here. */
  catchUp(running: RunningTurn): boolean {
    if (running.at > this.content.length || running.reasoningAt > this.reasoning.length) {
      return false;
    }
    this.content.truncate(running.at);
    this.content.append(running.content);
    this.reasoning.truncate(running.reasoningAt);
    this.reasoning.append(running.reasoning);
    this.#seq = running.seq;
    this.#changed();
    return true;
  }

  #changed(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => {
      this.#scheduled = false;
      this.#version += 1;
      for (const listener of this.#listeners) listener();
    });
  }
}
