import type { RunningTurn, ServerEvent } from "@parley/core";

/** A running answer as one page knows it. */
export type Followed = { turnId: string; messageId: string; seq: number; text: string };

type Delta = Extract<ServerEvent, { type: "turn-delta" }>;

/** Takes the reply to a watch: own text is kept up to where the reply continues. */
export function caughtUp(running: RunningTurn, own: string): Followed {
  const { turnId, messageId, seq, at, content } = running;
  return { turnId, messageId, seq, text: own.slice(0, at) + content };
}

/**
 * Takes a delta. The same object means that it brought nothing (another turn's, or seen before);
 * `gap` means that something between was missed, and the page must watch again.
 */
export function withDelta(followed: Followed, delta: Delta): Followed | "gap" {
  if (delta.turnId !== followed.turnId || delta.seq <= followed.seq) return followed;
  if (delta.seq !== followed.seq + 1 || delta.at !== followed.text.length) return "gap";
  return { ...followed, seq: delta.seq, text: followed.text + delta.content };
}
