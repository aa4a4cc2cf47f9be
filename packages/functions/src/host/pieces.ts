import type { Json } from "@parley/core";
import type { CallEnd, Worker } from "./worker-types.ts";

export type PiecesOptions = {
  worker: Worker;
  signal: AbortSignal;
  /** How many pieces the process may send ahead. */
  window: number;
  start(pieces: (pieces: Json[]) => void): { call: number; end: Promise<CallEnd> };
  /** Throws when it did not end well. */
  end(end: CallEnd): void;
};

/** What a pipe gives, in order. It is let go on as it is read, and cancelled when it is left. */
export async function* readPieces(options: PiecesOptions): AsyncGenerator<Json> {
  const { worker, signal, window } = options;
  const waiting: Json[] = [];
  let ended: { end: CallEnd } | { error: unknown } | null = null;
  let wake = Promise.withResolvers<void>();
  const rouse = () => {
    wake.resolve();
    wake = Promise.withResolvers<void>();
  };
  signal.addEventListener("abort", rouse, { once: true });
  const { call, end } = options.start((pieces) => {
    waiting.push(...pieces);
    rouse();
  });
  end.then(
    (how) => {
      ended = { end: how };
      rouse();
    },
    (error: unknown) => {
      ended = { error };
      rouse();
    },
  );
  const outcome = (): { end: CallEnd } | { error: unknown } | null => ended;
  let read = 0;
  try {
    for (;;) {
      signal.throwIfAborted();
      const piece = waiting.shift();
      const over = outcome();
      if (piece !== undefined) {
        read += 1;
        if (read % (window / 2) === 0) worker.more(call, window / 2);
        yield piece;
      } else if (over === null) await wake.promise;
      else if ("error" in over) throw over.error;
      else return options.end(over.end);
    }
  } finally {
    signal.removeEventListener("abort", rouse);
    if (outcome() === null && worker.alive) worker.cancel(call);
  }
}
