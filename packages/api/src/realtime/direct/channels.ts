import type { CompletionChunk, DirectFrame, DirectReceipt, ParleyError } from "@parley/core";

/** Why a frame was not taken. */
export type Dropped =
  | "foreign"
  | "late"
  | "unknown"
  | "gap"
  | "duplicate"
  | "frame-size"
  | "stream-size"
  | "frame-count"
  | "waiting";

/** How an answer ended: by the page's own last frame, or by anything else. */
export type Ending = "by-page" | "otherwise";

/** One answer of a browser, where it is read. */
export type Channel = {
  /** Unguessable, used once. Whoever knows it still has to be the person it was opened for. */
  readonly id: string;
  /** Settles when nothing can arrive any more. */
  readonly ended: Promise<Ending>;
  /**
   * The chunks, in order. Ends with the page's `done`; rejects with its error, with what a limit says,
   * or with the reason that `end` was given, but not before what had arrived is read.
   */
  read(): AsyncGenerator<CompletionChunk, void, undefined>;
  /** Fails the answer; what has arrived can still be read. */
  fail(error: ParleyError): void;
  /** Ends it at once. */
  end(reason: unknown): void;
};

/**
 * Ways from browsers to running answers. A frame may arrive at another node than the one that opened
 * its channel: an implementation for several nodes finds the one that reads, and waits for its receipt.
 */
export interface Channels {
  /** Rejects with `rate_limited` when the person has too many open. */
  open(userId: string): Promise<Channel>;
  /**
   * Hands a frame over. Frames of somebody else, after the end, out of order, sent twice or beyond a
   * limit are dropped and counted; beyond a limit, the answer fails too. The receipt says the same of
   * somebody else's channel as of none. Settles when the frame was read or the channel has ended.
   */
  deliver(userId: string, frame: DirectFrame): Promise<DirectReceipt>;
  /** How many frames were dropped, by reason, since the start. */
  dropped(): ReadonlyMap<Dropped, number>;
}
