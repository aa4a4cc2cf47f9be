/** What one direct answer may cost the server. Times in milliseconds. */
export type DirectLimits = {
  /** Bytes of one chunk. */
  frameBytes: number;
  /** Bytes of all chunks of one answer. */
  streamBytes: number;
  /** Frames of one answer. */
  frames: number;
  /**
   * Frames that may wait to be read. A page sends fewer than this before it waits for receipts, so only
   * one that doesn't keep to the protocol reaches it.
   */
  waitingFrames: number;
  /** From the request to the first frame. Long: a large model may have to be loaded first. */
  firstMs: number;
  /** Between two frames. */
  idleMs: number;
  /** For the whole answer. */
  totalMs: number;
  /** For the page to acknowledge that it asks its endpoint. */
  ackMs: number;
  /** How long no page of the person may be there at all. */
  absentMs: number;
  /** Answers of one person at the same time. */
  streamsPerUser: number;
  /** Ended channels that are remembered, to tell a late frame from one that never had a channel. */
  endedChannels: number;
};

export const defaultDirectLimits: DirectLimits = {
  frameBytes: 64 * 1024,
  streamBytes: 32 * 1024 * 1024,
  frames: 200_000,
  waitingFrames: 32,
  firstMs: 300_000,
  idleMs: 60_000,
  totalMs: 60 * 60_000,
  ackMs: 15_000,
  absentMs: 20_000,
  streamsPerUser: 8,
  endedChannels: 1_000,
};
