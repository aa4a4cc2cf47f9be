import { ParleyError } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";
import type {
  FunctionFacts,
  FunctionHost,
  FunctionHostStatus,
  FunctionManifest,
  FunctionResult,
  FunctionSession,
  FunctionTools,
  LoadedFunction,
} from "../ports/functions.ts";

/** What a handler of a test gets. */
export type MemoryGiven = {
  id: string;
  valves: JsonObject;
  facts: FunctionFacts;
  tools: FunctionTools;
  signal: AbortSignal;
  body: JsonObject;
  sub: string;
  /** Of one session. */
  state: JsonObject;
};

/** A function of a test: plain handlers, in this process. `undefined`: nothing is returned. */
export type MemoryFunction = {
  manifest?: Partial<FunctionManifest>;
  inlet?(given: MemoryGiven): Promise<Json | undefined> | Json | undefined;
  outlet?(given: MemoryGiven): Promise<Json | undefined> | Json | undefined;
  action?(given: MemoryGiven): Promise<Json | undefined> | Json | undefined;
  stream?(given: {
    event: JsonObject;
    state: JsonObject;
  }): Promise<JsonObject | null | undefined> | JsonObject | null | undefined;
  pipe?(given: MemoryGiven): AsyncIterable<Json>;
  pipes?(): Promise<{ id: string; name: string }[]>;
  options?: Record<string, () => string[]>;
};

const verdict = "memory:blocked";

/** What a handler of a test returns to stop a request. */
export function blocked(message: string): JsonObject {
  return { [verdict]: message };
}

/** A host whose functions are objects of the test: a source is the name of one. */
export class MemoryHost implements FunctionHost {
  readonly functions = new Map<string, MemoryFunction>();
  /** Versions that were told to run out. */
  readonly retired: { id: string; version: number | null }[] = [];
  readonly forgotten: string[] = [];
  /** Sizes of the batches of stream hooks. */
  readonly batches: number[] = [];
  unavailable: string | null = null;
  openSessions = 0;
  opened = 0;

  status(): FunctionHostStatus {
    return this.unavailable === null
      ? { available: true, runtime: "memory", outerLayer: null }
      : { available: false, reason: this.unavailable };
  }

  /** Makes a source of it. */
  define(source: string, fn: MemoryFunction): string {
    this.functions.set(source, fn);
    return source;
  }

  inspect(source: string): Promise<FunctionManifest> {
    if (this.unavailable !== null) return Promise.reject(this.#off());
    const fn = this.functions.get(source);
    if (fn === undefined) {
      return Promise.reject(new ParleyError("invalid_request", `1:1: ${source} is no function.`));
    }
    return Promise.resolve(manifestOf(source, fn));
  }

  open(fn: LoadedFunction, facts: FunctionFacts, tools: FunctionTools): FunctionSession {
    this.opened += 1;
    this.openSessions += 1;
    const made = this.functions.get(fn.source) ?? {};
    const state: JsonObject = {};
    let isOpen = true;
    const ready = () => {
      if (this.unavailable !== null) throw this.#off();
      if (!isOpen) throw new Error("the session is closed");
    };
    const given = (input: JsonObject, signal: AbortSignal): MemoryGiven => ({
      ...{ id: fn.id, valves: fn.valves, facts, tools, signal, state },
      body: copyOf(input.body),
      sub: typeof input.sub === "string" ? input.sub : "",
    });
    return {
      call: async (hook, input, signal) => {
        ready();
        return guarded(fn, async () => resultOf(await made[hook]?.(given(input, signal))));
      },
      stream: async (events) => {
        ready();
        this.batches.push(events.length);
        return guarded(fn, async () => {
          const all: (JsonObject | null)[] = [];
          for (const event of events) {
            const after = await made.stream?.({ event: structuredClone(event), state });
            all.push(after === undefined ? event : after);
          }
          return all;
        });
      },
      async *pipe(input, signal) {
        ready();
        const pieces = made.pipe?.(given(input, signal))[Symbol.asyncIterator]();
        try {
          for (;;) {
            const next = await guarded(fn, async () => pieces?.next());
            if (next === undefined || next.done === true) return;
            yield next.value;
          }
        } finally {
          await pieces?.return?.();
        }
      },
      close: () => {
        if (!isOpen) throw new Error("a session is closed once");
        isOpen = false;
        this.openSessions -= 1;
      },
    };
  }

  async pipes(fn: LoadedFunction): Promise<{ id: string; name: string }[]> {
    return guarded(fn, async () => (await this.functions.get(fn.source)?.pipes?.()) ?? []);
  }

  async options(fn: LoadedFunction, name: string): Promise<string[]> {
    return this.functions.get(fn.source)?.options?.[name]?.() ?? [];
  }

  retire(id: string, version: number | null): void {
    this.retired.push({ id, version });
  }

  forget(id: string): void {
    this.forgotten.push(id);
  }

  figures() {
    const state = "idle" as const;
    return { state, reason: null, calls: 0, errors: 0, p95Ms: null, lastUsedAt: null };
  }

  logs() {
    return [];
  }

  onLog() {
    return () => undefined;
  }

  close() {
    return Promise.resolve();
  }

  #off(): ParleyError {
    return new ParleyError("function_unavailable", this.unavailable ?? "Functions are off.");
  }
}

async function guarded<T>({ manifest }: LoadedFunction, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : "It broke.";
    throw new ParleyError("function_failed", `${manifest.name} failed: ${message}`);
  }
}

function copyOf(body: Json | undefined): JsonObject {
  const copy = structuredClone(body);
  return typeof copy === "object" && copy !== null && !Array.isArray(copy) ? copy : {};
}

function resultOf(value: Json | undefined): FunctionResult {
  if (value === undefined) return { outcome: "nothing" };
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const message = isObject ? value[verdict] : undefined;
  return typeof message === "string"
    ? { outcome: "blocked", message }
    : { outcome: "value", value };
}

const handlers = ["inlet", "stream", "outlet", "pipe", "action"] as const;

function manifestOf(source: string, fn: MemoryFunction): FunctionManifest {
  const hooks = handlers.filter((hook) => fn[hook] !== undefined);
  const kind = fn.pipe !== undefined ? "pipe" : fn.action !== undefined ? "action" : "filter";
  return {
    ...{ kind, name: source, version: null, description: null, icon: null, author: null },
    permissions: { fetch: [], models: ["*"], storage: false },
    ...{ valves: null, userValves: null, options: Object.keys(fn.options ?? {}) },
    hooks: Object.fromEntries(hooks.map((hook) => [hook, ["body"]])),
    ...{ priority: 0, toggle: false, whenItFails: "closed", tasks: false, actions: [] },
    pipes: fn.pipes === undefined ? null : "dynamic",
    ...fn.manifest,
  };
}
