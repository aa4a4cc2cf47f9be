/** One coloured piece of a line; colours of both themes. */
export type Token = { content: string; light: string; dark: string };
export type TokenLine = readonly Token[];

export type Listing = { code: string; language: string; isClosed: boolean };

export type HighlightRequest =
  | { kind: "colour"; id: number; listing: Listing }
  | { kind: "close"; id: number };

/** `kept` lines stay as they were, the rest is `lines`; null for a language that is not known. */
export type HighlightAnswer = { id: number; kept: number; lines: readonly TokenLine[] | null };

type Shown = {
  lines: readonly TokenLine[];
  show: (lines: readonly TokenLine[]) => void;
  /** An answer is under way; `next` is what came meanwhile. */
  isBusy: boolean;
  next: Listing | null;
};

export type OpenListing = { colour(listing: Listing): void; close(): void };

const shown = new Map<number, Shown>();
let worker: Worker | null = null;
let ids = 0;

/**
 * Colours a listing as it grows, and hands over its lines; those that stay keep their identity. Colours come
 * from a worker: the first listing in a language takes a third of a second, in which the page would stand still.
 */
export function openListing(show: Shown["show"]): OpenListing {
  ids += 1;
  const id = ids;
  shown.set(id, { lines: [], show, isBusy: false, next: null });
  return {
    colour(listing) {
      const state = shown.get(id);
      if (state === undefined) return;
      if (state.isBusy) state.next = listing;
      else ask(id, state, listing);
    },
    close() {
      shown.delete(id);
      send({ kind: "close", id });
    },
  };
}

function ask(id: number, state: Shown, listing: Listing): void {
  state.isBusy = true;
  state.next = null;
  send({ kind: "colour", id, listing });
}

function send(request: HighlightRequest): void {
  worker ??= start();
  worker.postMessage(request);
}

function start(): Worker {
  const started = new Worker(new URL("./highlight-worker.ts", import.meta.url), { type: "module" });
  started.addEventListener("message", ({ data }: MessageEvent<HighlightAnswer>) => take(data));
  return started;
}

function take({ id, kept, lines }: HighlightAnswer): void {
  const state = shown.get(id);
  if (state === undefined) return;
  state.isBusy = false;
  if (lines !== null) {
    state.lines = [...state.lines.slice(0, kept), ...lines];
    state.show(state.lines);
  }
  if (state.next !== null) ask(id, state, state.next);
}
