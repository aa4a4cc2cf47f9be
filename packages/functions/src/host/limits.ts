import { longestLine } from "../protocol.ts";

/** Every bound that functions live within. Times in milliseconds, sizes in bytes. */
export type FunctionLimits = typeof defaultLimits;

export const defaultLimits = {
  /** Until a process has started and loaded its function. */
  startMs: 10_000,
  /** All that it takes to read what a source says about itself. */
  describeMs: 5_000,
  inletMs: 2_000,
  /** For each chunk of a batch, and those that wait before it. */
  streamMsPerEvent: 50,
  /** But a batch has at least this: a pause of the machine must not end a process that many share. */
  streamMsLeast: 250,
  streamMsMost: 2_000,
  outletMs: 5_000,
  actionMs: 60_000,
  pipeIdleMs: 60_000,
  pipeTotalMs: 600_000,
  /** Models of a manifold, choices of a valve. */
  choicesMs: 10_000,
  /** A call with everything that it waits for. Waiting for Parley does not count above. */
  wholeCallMs: 600_000,
  /** That long in all a call may wait for Parley; for a person or a completion, as long as those may take. */
  waitMs: 60_000,
  /** Until a function that waits, or should have stopped, shows that it still runs. */
  pingMs: 2_000,

  /** A question to a person, a request, a completion. */
  askPersonMs: 120_000,
  fetchMs: 20_000,
  completeMs: 300_000,
  fetchBytes: 5 * 1024 ** 2,
  fetchRedirects: 5,
  fetchRequestBytes: 5 * 1024 ** 2,
  storageKeyLength: 200,
  storageValueBytes: 256 * 1024,
  storageKeys: 10_000,
  /** All that one function keeps, as it is kept. */
  storageBytes: 64 * 1024 ** 2,

  /** A line, in either direction; what a call gives in all. */
  frameBytes: longestLine,
  callBytes: 64 * 1024 ** 2,
  concurrentCalls: 1_000,
  openAsks: 1_000,
  /** What open requests and answers that were not read take in all. */
  openAskBytes: 32 * 1024 ** 2,
  fetchesAtOnce: 16,
  completionsAtOnce: 32,
  /** Requests, log lines and anything unknown: so many at once, and in each second from then on. */
  unaskedAtOnce: 500,
  unaskedPerSecond: 2_000,
  /** So many bytes of them count as one more. */
  unaskedBytes: 16 * 1024,
  /** More than that is read slowly, and ends the process when it goes on for so long. */
  floodMs: 1_000,
  /** What it writes beside frames, in the life of a process. */
  besideBytes: 1024 ** 2,
  /** Frames that belong to nothing, in the life of a process. */
  oddFrames: 100,
  logLinesPerSecond: 200,
  logLines: 500,

  /** Memory on top of what an empty process takes; its JavaScript heap. */
  dataBytes: 256 * 1024 ** 2,
  heapMegabytes: 64,
  /** Resident memory at which a process is stopped. */
  residentBytes: 285 * 1024 ** 2,
  watchMs: 50,
  /** A processor's time that a process may use without a call. */
  spinMs: 3_000,

  /** A process without work is kept this long. */
  idleMs: 300_000,
  /** Waits before each start after a crash, in the order of crashes. */
  restartMs: [0, 100, 400, 1_600],
  /** So many crashes in so long, and it is not started for a while. */
  crashes: 5,
  crashesWithinMs: 60_000,
  pauseMs: 30_000,
};
