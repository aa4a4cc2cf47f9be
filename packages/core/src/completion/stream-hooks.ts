import { isParleyError, ParleyError, storedError } from "../errors.ts";
import { type JsonObject, jsonObject } from "../json.ts";
import type { UpstreamAnswer } from "../ports/upstream.ts";
import { inBatches } from "./batches.ts";
import { doneEvent, encodeChunk, encodeJson } from "./sse.ts";
import type { NewStep } from "./trace.ts";
import { completionOf, joinChunks } from "./whole.ts";
import { type CompletionChunk, completionChunk } from "./wire.ts";

type FilterStep = Extract<NewStep, { step: "filter" }>;

/** A filter that sees each piece of an answer. */
export type StreamHook = {
  /** What happens when it breaks: open goes on without it. */
  isOpen: boolean;
  /** What each piece becomes, in order; null is left out. */
  run(events: JsonObject[]): Promise<(JsonObject | null)[]>;
  /** The failure as the person is told. */
  failed(error: ParleyError): ParleyError;
  /** Called once, when the last piece has passed or the answer was left. */
  ended(note: Pick<FilterStep, "outcome" | "error" | "events" | "changed" | "dropped">): void;
};

export type StreamHookOptions = {
  /** Whether the answer comes in pieces; else it is one that holds all. */
  streamed: boolean;
  signal: AbortSignal;
  /** Ends the upstream's answer: called when this one is left before its end. */
  stop: () => void;
  /** How many pieces are read ahead while hooks are busy. Default 256. */
  ahead?: number;
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
  { ahead = 256, stop, signal }: StreamHookOptions,
): AsyncGenerator<CompletionChunk> {
  const runs = hooks.map((hook) => new HookRun(hook));
  const apply = async (batch: CompletionChunk[]): Promise<CompletionChunk[]> => {
    let events = batch.map((chunk) => jsonObject.parse(chunk));
    for (const run of runs) {
      if (events.length > 0) events = await run.pass(events, signal);
    }
    return events.map((event) => completionChunk.parse(event));
  };
  try {
    yield* inBatches(source, apply, { ahead, stop });
  } finally {
    for (const run of runs) run.end();
  }
}

/** One hook on its way through an answer. */
class HookRun {
  readonly #hook: StreamHook;
  readonly #count = { events: 0, changed: 0, dropped: 0 };
  #error: ParleyError | null = null;

  constructor(hook: StreamHook) {
    this.#hook = hook;
  }

  async pass(events: JsonObject[], signal: AbortSignal): Promise<JsonObject[]> {
    // One that broke is left out of the rest of this answer.
    if (this.#error !== null) return events;
    try {
      const given = await this.#hook.run(events);
      const kept = this.#checked(events, given);
      this.#count.events += events.length;
      return kept;
    } catch (error) {
      if (signal.aborted || !isParleyError(error)) throw error;
      this.#error = error;
      if (this.#hook.isOpen) return events;
      throw this.#hook.failed(error);
    }
  }

  end(): void {
    const error = this.#error;
    const { changed, dropped } = this.#count;
    const outcome = changed + dropped === 0 ? "unchanged" : "changed";
    this.#hook.ended({
      ...this.#count,
      outcome: error === null ? outcome : this.#hook.isOpen ? "skipped" : "broke",
      ...(error === null ? {} : { error: storedError(error) }),
    });
  }

  #checked(events: JsonObject[], given: (JsonObject | null)[]): JsonObject[] {
    if (given.length !== events.length) {
      throw new ParleyError("function_failed", "It gave back more or fewer pieces than it got.");
    }
    let [changed, dropped] = [0, 0];
    const kept = given.flatMap((event, index) => {
      if (event === null) {
        dropped += 1;
        return [];
      }
      if (event !== events[index] && JSON.stringify(event) !== JSON.stringify(events[index])) {
        changed += 1;
        if (!completionChunk.safeParse(event).success) {
          throw new ParleyError(
            "function_failed",
            "It gave back something that is no piece of an answer.",
          );
        }
      }
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
