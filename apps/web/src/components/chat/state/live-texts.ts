import { parleyMetadataOf, textOf } from "@parley/core";
import { type DeltaOutcome, LiveText, type Schedule } from "./live-text.ts";
import type {
  BranchMessage,
  RunningTurn,
  TurnDeltaEvent,
  TurnEndEvent,
  WatchRequest,
} from "./types.ts";

/** As many as a watch request may name. */
const mostNamed = 16;

export type EndedText = {
  content: string;
  reasoning: string;
  /** False when the page's text is not as long as the server says: read the message again. */
  whole: boolean;
};

/** The running answers of one chat, by message. */
export class LiveTexts {
  readonly #schedule: Schedule;
  readonly #now: () => number;
  readonly #texts = new Map<string, LiveText>();
  readonly #ended = new Set<string>();

  constructor(options: { schedule: Schedule; now: () => number }) {
    this.#schedule = options.schedule;
    this.#now = options.now;
  }

  get(messageId: string): LiveText | undefined {
    return this.#texts.get(messageId);
  }

  hasEnded(turnId: string): boolean {
    return this.#ended.has(turnId);
  }

  /** A turn began, with the text that the answer had before. Hearing of it again changes nothing. */
  begin(answer: BranchMessage, turnId: string): void {
    if (this.#ended.has(turnId) || this.#texts.get(answer.id)?.turnId === turnId) return;
    this.#texts.set(
      answer.id,
      new LiveText(
        { messageId: answer.id, turnId, startedAt: this.#now() },
        {
          content: textOf(answer.content),
          reasoning: parleyMetadataOf(answer.metadata).reasoning ?? "",
        },
        this.#schedule,
      ),
    );
  }

  add(delta: TurnDeltaEvent): DeltaOutcome {
    if (this.#ended.has(delta.turnId)) return "known";
    const live = this.#texts.get(delta.messageId);
    return live?.turnId === delta.turnId ? live.add(delta) : "gap";
  }

  /** Takes a watch reply: what runs, and what the page lacked of it. What runs no more is forgotten. */
  catchUp(running: readonly RunningTurn[]): void {
    const ids = new Set(running.map((turn) => turn.messageId));
    for (const id of this.#texts.keys()) if (!ids.has(id)) this.#texts.delete(id);
    for (const turn of running) {
      if (this.#ended.has(turn.turnId)) continue;
      const known = this.#texts.get(turn.messageId);
      if (known?.turnId === turn.turnId && known.catchUp(turn)) continue;
      const live = new LiveText(turn, { content: "", reasoning: "" }, this.#schedule);
      live.catchUp(turn);
      this.#texts.set(turn.messageId, live);
    }
  }

  /** Ends a turn and gives its text; null when the page was not following it. */
  end(event: TurnEndEvent): EndedText | null {
    this.#ended.add(event.turnId);
    const live = this.#texts.get(event.messageId);
    if (live?.turnId !== event.turnId) return null;
    this.#texts.delete(event.messageId);
    const { content, reasoning } = live;
    return {
      content: content.text,
      reasoning: reasoning.text,
      whole: content.length === event.length && reasoning.length === event.reasoningLength,
    };
  }

  /** What the page has of running answers, for a watch request. */
  have(): NonNullable<WatchRequest["have"]> {
    return [...this.#texts.values()].slice(-mostNamed).map((live) => ({
      turnId: live.turnId,
      content: live.content.length,
      reasoning: live.reasoning.length,
    }));
  }
}
