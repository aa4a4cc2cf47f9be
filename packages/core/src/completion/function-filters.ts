import { isParleyError, ParleyError, storedError } from "../errors.ts";
import type { ActiveFunction, FunctionRegistry } from "../functions/registry.ts";
import type { FunctionSessions } from "../functions/sessions.ts";
import { type Json, type JsonObject, jsonObject } from "../json.ts";
import { isBlind, type Route } from "../models/route.ts";
import type { FunctionHook, FunctionResult, FunctionSession } from "../ports/functions.ts";
import type { Log } from "../ports/runtime.ts";
import type { CompletionOrigin, UpstreamAnswer } from "../ports/upstream.ts";
import { changesBetween } from "./changes.ts";
import { throughStreamHooks } from "./stream-hooks.ts";
import type { NewStep, Trace } from "./trace.ts";
import { toldModel, veilOf } from "./veil.ts";
import { type CompletionRequest, completionRequest } from "./wire.ts";

/** What the pipeline needs of functions. */
export type FunctionParts = {
  registry: Pick<FunctionRegistry, "filtersFor">;
  sessions: Pick<FunctionSessions, "open">;
  log: Log;
};

type FilterStep = Extract<NewStep, { step: "filter" }>;
type Note = Pick<FilterStep, "outcome" | "changes" | "error" | "events" | "changed" | "dropped">;

/**
 * The functions that see one completion: each through one session, from its inlet to its outlet. Close
 * it in every ending.
 */
export class FunctionFilters {
  readonly #parts: FunctionParts | undefined;
  #origin: CompletionOrigin;
  readonly #trace: Trace;
  /** In the order in which they saw the request. */
  readonly #seen: ActiveFunction[] = [];
  readonly #sessions = new Map<string, Promise<FunctionSession>>();
  #closed = false;

  constructor(
    parts: FunctionParts | undefined,
    { origin, trace }: { origin: CompletionOrigin; trace: Trace },
  ) {
    this.#parts = parts;
    this.#origin = origin;
    this.#trace = trace;
  }

  /** The next one for a route that has not seen this request; it counts as seen from now on. */
  next(route: Route): ActiveFunction | null {
    const { metadata, isTask, chain } = this.#origin;
    const { filter_ids: ids } = metadata;
    const filterIds = Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
    const found = this.#parts?.registry
      .filtersFor(route, { filterIds, isTask })
      // One that asks a model itself does not see what it asked.
      .find(({ id }) => !chain.includes(id) && this.#seen.every((seen) => seen.id !== id));
    if (found === undefined) return null;
    this.#seen.push(found);
    return found;
  }

  /** The model that is asked, as functions are told; to be said before the first of them is. */
  asks(route: Route): void {
    this.#origin = { ...this.#origin, model: toldModel(route), isBlind: isBlind(route) };
  }

  get hasOutlet(): boolean {
    return this.#with("outlet").length > 0;
  }

  /** What the request becomes. Rejects with its verdict, or, as its policy says, with its failure. */
  inlet(fn: ActiveFunction, body: JsonObject, signal: AbortSignal): Promise<JsonObject> {
    if (fn.manifest.hooks.inlet === undefined) return Promise.resolve(body);
    return this.#run(fn, "inlet", { body, signal });
  }

  /** What an answer becomes: first by priority, then by id. */
  async outlet(given: JsonObject, signal: AbortSignal): Promise<JsonObject> {
    let body = given;
    for (const fn of this.#with("outlet")) body = await this.#run(fn, "outlet", { body, signal });
    return body;
  }

  /** The answer as the stream hooks let it pass; the very same when there are none. */
  stream(
    answer: UpstreamAnswer,
    options: {
      /** The request that is answered. */
      request: CompletionRequest;
      streamed: boolean;
      signal: AbortSignal;
      stop: () => void;
    },
  ): UpstreamAnswer {
    let body: JsonObject | undefined;
    const { model, isBlind: blind = false } = this.#origin;
    const hooks = this.#with("stream").map((fn) => {
      const at = this.#trace.elapsed;
      let session: FunctionSession | null = null;
      const { signal } = options;
      const begin = async (events: JsonObject[]) => {
        session = await this.#session(fn);
        return session.stream(events, signal, bodyFor(fn));
      };
      return {
        isOpen: fn.manifest.whenItFails === "open",
        // The path of every piece: nothing more is waited for than has to be.
        run: (events: JsonObject[]) =>
          session === null ? begin(events) : session.stream(events, signal, bodyFor(fn)),
        failureIn: (error: unknown) => this.#failureIn(fn, error),
        failed: (error: ParleyError) => failed(fn, "stream", error),
        ended: (note: Note & { ms: number }) => this.#note(fn, "stream", { at, ...note }),
      };
    });
    const bodyFor = ({ manifest }: ActiveFunction) => {
      // Few look at it, and it may be long.
      if (manifest.hooks.stream?.includes("body")) {
        body ??= jsonObject.parse({ ...options.request, ...(blind ? { model: model.id } : {}) });
      }
      return body;
    };
    return hooks.length === 0
      ? answer
      : throughStreamHooks(answer, hooks, {
          ...options,
          now: () => this.#trace.elapsed,
          ...(blind ? { veil: veilOf(model.id) } : {}),
        });
  }

  get hasStream(): boolean {
    return this.#with("stream").length > 0;
  }

  close(): void {
    this.#closed = true;
    for (const opening of this.#sessions.values()) {
      // One that could not be opened has said so to whoever asked.
      opening.then(
        (session) => session.close(),
        () => undefined,
      );
    }
    this.#sessions.clear();
  }

  #with(hook: FunctionHook): ActiveFunction[] {
    return this.#seen
      .filter(({ manifest }) => manifest.hooks[hook] !== undefined)
      .toSorted(
        (one, other) =>
          one.manifest.priority - other.manifest.priority || (one.id < other.id ? -1 : 1),
      );
  }

  #session(fn: ActiveFunction): Promise<FunctionSession> {
    const known = this.#sessions.get(fn.id);
    if (known !== undefined) return known;
    if (this.#parts === undefined || this.#closed) throw new Error("the completion has ended");
    const opening = this.#parts.sessions.open(fn, this.#origin);
    this.#sessions.set(fn.id, opening);
    return opening;
  }

  async #run(
    fn: ActiveFunction,
    hook: "inlet" | "outlet",
    { body, signal }: { body: JsonObject; signal: AbortSignal },
  ): Promise<JsonObject> {
    const at = this.#trace.elapsed;
    const note = (rest: Note) =>
      this.#note(fn, hook, { at, ms: this.#trace.elapsed - at, ...rest });
    try {
      const session = await this.#session(fn);
      const changed = bodyIn(hook, body, await session.call(hook, { body }, signal));
      const changes = changed === body ? [] : changesBetween(body, changed);
      note({ outcome: changes.length === 0 ? "unchanged" : "changed", changes });
      return changed;
    } catch (caught) {
      if (signal.aborted) throw caught;
      const error = this.#failureIn(fn, caught);
      const refused = error.code === "filter_refused";
      const goOn = !refused && fn.manifest.whenItFails === "open";
      note({
        outcome: refused ? "refused" : goOn ? "skipped" : "broke",
        error: storedError(error),
      });
      if (goOn) return body;
      throw refused ? error : failed(fn, hook, error);
    }
  }

  /** What came out of a session, or of a look at what it gave, as a failure of the function. */
  #failureIn({ id }: ActiveFunction, error: unknown): ParleyError {
    if (isParleyError(error)) return error;
    this.#parts?.log.error("A function broke in a way that is not known", { function: id, error });
    const sentence = "Parley can't go on with what came of it. The server's log has the cause.";
    return new ParleyError("function_failed", sentence, { cause: error });
  }

  #note(
    { manifest }: ActiveFunction,
    hook: FilterStep["hook"],
    rest: Note & Pick<FilterStep, "ms"> & { at: number },
  ): void {
    this.#trace.add({ step: "filter", name: manifest.name, hook, ...rest });
  }
}

const no = { inlet: "something that is no request", outlet: "no messages" };

function bodyIn(hook: "inlet" | "outlet", before: JsonObject, result: FunctionResult): JsonObject {
  if (result.outcome === "blocked") {
    throw new ParleyError("filter_refused", result.message, { withheld: hook === "outlet" });
  }
  if (result.outcome === "nothing") return before;
  const body = bodyOf(hook, result.value);
  if (body === null) throw new ParleyError("function_failed", `It gave back ${no[hook]}.`);
  return body;
}

function bodyOf(hook: "inlet" | "outlet", value: Json): JsonObject | null {
  const body = jsonObject.safeParse(value).data;
  if (body === undefined) return null;
  const fits =
    hook === "inlet" ? completionRequest.safeParse(body).success : Array.isArray(body.messages);
  return fits ? body : null;
}

const what = {
  inlet: "failed, so nothing was sent on",
  stream: "failed while the answer came",
  outlet: "failed when it was shown the answer",
};

function failed(
  { manifest }: ActiveFunction,
  hook: keyof typeof what,
  error: ParleyError,
): ParleyError {
  return new ParleyError(
    error.code,
    `The filter ${manifest.name} ${what[hook]}: ${error.message}`,
    {
      cause: error,
    },
  );
}
