import { ParleyError, storedError } from "../errors.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import type { UpstreamAnswer } from "../ports/upstream.ts";
import { inBatches } from "./batches.ts";
import { doneEvent, encodeChunk, encodeJson } from "./sse.ts";
import type { NewStep } from "./trace.ts";
import type { Veil } from "./veil.ts";
import { completionOf, joinChunks } from "./whole.ts";
import { type CompletionChunk, completionChunk } from "./wire.ts";

type FilterStep = Extract<NewStep, { step: "filter" }>;

/** A filter that sees each piece of an answer. */
export type StreamHook = {
  /** What happens when it breaks: open goes on without it. */
  isOpen: boolean;
  /** What each piece becomes, in order; null is left out. */
  run(events: JsonObject[]): Promise<(JsonObject | null)[]>;
  /** Whatever was thrown, as a failure of the function. */
  failureIn(error: unknown): ParleyError;
  /** The failure as the person is told. */
  failed(error: ParleyError): ParleyError;
  /** Called once, when the last piece has passed or the answer was left; `ms`: how long it took in all. */
  ended(
    note: Pick<FilterStep, "outcome" | "error" | "events" | "changed" | "dropped" | "ms">,
  ): void;
};

export type StreamHookOptions = {
  /** Whether the answer comes in pieces; else it is one that holds all. */
  streamed: boolean;
  signal: AbortSignal;
  /** Milliseconds, from whenever. */
  now: () => number;
  /** Ends the upstream's answer: called when this one is left before its end. */
  stop: () => void;
  /** How many pieces are read ahead while hooks are busy. Default 256. */
  ahead?: number;
  /** Hides from hooks who answers; absent: they see pieces as they came. */
  veil?: Veil;
};

/** An answer whose pieces pass the hooks, one hook after the other, in the order in which they came. */
export function throughStreamHooks(
  answer: UpstreamAnswer,
  hooks: readonly StreamHook[],
  options: StreamHookOptions,
): UpstreamAnswer {
  const chunks = () => passed(answer.chunks(), hooks, options);
  return {
    ...(answer.headers === undefined ? {} : { headers: answer.headers }),
    chunks,
    bytes: () => (options.streamed ? events(chunks()) : document(chunks())),
  };
}

async function* passed(
  source: AsyncIterable<CompletionChunk>,
  hooks: readonly StreamHook[],
  { ahead = 256, stop, signal, veil, now }: StreamHookOptions,
): AsyncGenerator<CompletionChunk> {
  const runs = hooks.map((hook) => new HookRun(hook, veil));
  const apply = async (batch: CompletionChunk[]): Promise<CompletionChunk[]> => {
    // This is the path of every piece: what no hook changes is parsed no second time.
    const known: Pieces = new Map();
    for (const chunk of batch) {
      const event = veil === undefined ? chunk : veil.hide(chunk);
      if (isJsonObject(event)) known.set(event, chunk);
    }
    let events = [...known.keys()];
    let began = now();
    for (const run of runs) {
      // One that broke is left out of the rest of this answer.
      if (events.length === 0 || run.isBroken) continue;
      try {
        events = run.checked(events, await run.ask(events), known);
      } catch (caught) {
        if (signal.aborted) throw caught;
        run.broke(caught);
      }
      const at = now();
      run.ms += at - began;
      began = at;
    }
    return events.flatMap((event) => known.get(event) ?? []);
  };
  try {
    yield* inBatches(source, apply, { ahead, stop });
  } finally {
    for (const run of runs) run.end();
  }
}

/** Pieces as hooks see them, and as they are read. */
type Pieces = Map<JsonObject, CompletionChunk>;

/** One hook on its way through an answer. */
class HookRun {
  readonly #hook: StreamHook;
  readonly #veil: Veil | undefined;
  readonly #count = { events: 0, changed: 0, dropped: 0 };
  #error: ParleyError | null = null;
  ms = 0;

  constructor(hook: StreamHook, veil: Veil | undefined) {
    this.#hook = hook;
    this.#veil = veil;
  }

  get isBroken(): boolean {
    return this.#error !== null;
  }

  ask(events: JsonObject[]): Promise<(JsonObject | null)[]> {
    return this.#hook.run(events);
  }

  /** Throws where the answer can't go on without it. */
  broke(caught: unknown): void {
    this.#error = this.#hook.failureIn(caught);
    if (!this.#hook.isOpen) throw this.#hook.failed(this.#error);
  }

  end(): void {
    const error = this.#error;
    const { changed, dropped } = this.#count;
    const outcome = changed + dropped === 0 ? "unchanged" : "changed";
    this.#hook.ended({
      ...this.#count,
      ms: this.ms,
      outcome: error === null ? outcome : this.#hook.isOpen ? "skipped" : "broke",
      ...(error === null ? {} : { error: storedError(error) }),
    });
  }

  /** The pieces that go on. Throws for what is none. */
  checked(events: JsonObject[], given: (JsonObject | null)[], known: Pieces): JsonObject[] {
    if (given.length !== events.length) {
      throw new ParleyError("function_failed", "It gave back more or fewer pieces than it got.");
    }
    this.#count.events += events.length;
    if (given.every((event, index) => event === events[index])) return events;
    let [changed, dropped] = [0, 0];
    const kept = events.flatMap((before, index) => {
      const event = given[index] ?? null;
      if (event === null) {
        dropped += 1;
        return [];
      }
      // Writing it shows that it can be written: nothing that comes later could say whose fault it was.
      if (event === before || JSON.stringify(event) === JSON.stringify(before)) return [before];
      const parsed = completionChunk.safeParse(event);
      if (!parsed.success) {
        throw new ParleyError(
          "function_failed",
          "It gave back something that is no piece of an answer.",
        );
      }
      changed += 1;
      const original = known.get(before);
      const isHidden = this.#veil !== undefined && original !== undefined;
      known.set(event, isHidden ? this.#veil.show(parsed.data, original) : parsed.data);
      return [event];
    });
    this.#count.changed += changed;
    this.#count.dropped += dropped;
    return kept;
  }
}

async function* events(source: AsyncIterable<CompletionChunk>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) yield encodeChunk(chunk);
  yield doneEvent;
}

/** One piece keeps all of its choices; nothing left of the answer is an empty one. */
async function* document(source: AsyncIterable<CompletionChunk>): AsyncGenerator<Uint8Array> {
  const chunks = await Array.fromAsync(source);
  const [only] = chunks;
  const whole = chunks.length === 1 && only !== undefined ? only : joinChunks(chunks);
  yield encodeJson(completionOf(whole));
}
