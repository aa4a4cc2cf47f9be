import type { IncomingHttpHeaders } from "node:http";

export type RecordedRequest = {
  id: string;
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** The parsed JSON body; null when there was none. */
  body: unknown;
  /** Which script answered: "text", "manual", "echo", "title" …; "" for anything but a completion. */
  code: string;
  /** Chunks of text sent so far. */
  sent: number;
  /** `left`: the client closed the connection before the answer was complete. */
  outcome: "open" | "complete" | "left" | "cut";
};

/** Everything a running server remembers, and the switches that the control calls turn. */
export type State = {
  requests: RecordedRequest[];
  /** While true, every connection is destroyed, as if nothing were there; control calls still work. */
  down: boolean;
  /** Milliseconds before a list of models is sent. */
  listDelay: number;
  gate: Gate;
  /** Forgets the requests and turns all switches back. */
  reset(): void;
  /** Tells everyone who waits that something changed. */
  changed(): void;
  /** Resolves when `find` finds something; looks again after every change. */
  until<T>(find: () => T | undefined): Promise<T>;
};

/**
 * Holds the pieces of `E2E:manual` answers back. Releases count for every open manual answer, and
 * for the next one when none is open, so that a test need not care which comes first.
 */
export type Gate = {
  open(id: string): void;
  /** Resolves when the answer may send its next piece. */
  pass(id: string): Promise<void>;
  leave(id: string): void;
  release(count: number): void;
  finish(): void;
  reset(): void;
};

function createGate(until: State["until"], changed: () => void): Gate {
  const credits = new Map<string, number>();
  let saved = 0;
  const give = (count: number) => {
    if (credits.size === 0) saved += count;
    for (const [id, credit] of credits) credits.set(id, credit + count);
    changed();
  };
  return {
    open(id) {
      credits.set(id, saved);
      saved = 0;
    },
    async pass(id) {
      const credit = await until(() => {
        const left = credits.get(id);
        return left === undefined || left > 0 ? (left ?? 0) : undefined;
      });
      if (credits.has(id)) credits.set(id, credit - 1);
    },
    leave(id) {
      credits.delete(id);
      changed();
    },
    release: give,
    finish: () => give(Number.POSITIVE_INFINITY),
    reset() {
      saved = 0;
    },
  };
}

export function createState(): State {
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const watcher of watchers) watcher();
  };
  function until<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const look = () => {
        const found = find();
        if (found === undefined) return;
        watchers.delete(look);
        resolve(found);
      };
      watchers.add(look);
      look();
    });
  }
  const gate = createGate(until, changed);
  return {
    requests: [],
    down: false,
    listDelay: 0,
    gate,
    changed,
    until,
    reset() {
      this.requests.length = 0;
      this.down = false;
      this.listDelay = 0;
      gate.reset();
    },
  };
}
