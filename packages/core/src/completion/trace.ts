import { z } from "zod";
import { type JsonObject, jsonObject } from "../json.ts";

const at = z.number();
const passedOver = z.array(z.object({ modelId: z.string(), why: z.string() }));
const failure = z.object({ code: z.string(), message: z.string(), status: z.number() });

/**
 * One thing that happened on the way to an answer. `at`: milliseconds since the request began; `ms`:
 * how long it took.
 */
export const traceStep = z.discriminatedUnion("step", [
  z.object({ step: z.literal("model"), at, requested: z.string(), answers: z.string() }),
  z.object({
    step: z.literal("arena"),
    at,
    arena: z.string(),
    strategy: z.string(),
    candidates: z.array(z.string()),
    passedOver,
    picked: z.string(),
  }),
  z.object({
    step: z.literal("parameters"),
    at,
    presets: z.array(z.string()),
    system: z.boolean(),
    decided: z.array(z.string()),
    refused: z.array(z.string()),
  }),
  z.object({
    step: z.literal("filter"),
    at,
    ms: z.number(),
    name: z.string(),
    hook: z.enum(["inlet", "stream", "outlet"]),
    outcome: z.enum(["unchanged", "changed", "refused", "broke", "skipped"]),
    changes: z
      .array(z.object({ path: z.string(), before: z.string(), after: z.string() }))
      .optional(),
    /** Of a stream: how many pieces it saw, changed and left out. */
    events: z.number().optional(),
    changed: z.number().optional(),
    dropped: z.number().optional(),
    error: failure.optional(),
  }),
  z.object({
    step: z.literal("attempt"),
    at,
    ms: z.number(),
    connection: z.string(),
    kind: z.string(),
    model: z.string(),
    outcome: z.enum(["accepted", "failed", "stopped"]),
    error: failure.optional(),
  }),
  z.object({
    step: z.literal("answer"),
    at,
    firstTokenMs: z.number().nullable(),
    outcome: z.string(),
    finishReason: z.string().nullable(),
    usage: jsonObject.nullable(),
    error: failure.optional(),
  }),
]);
export type TraceStep = z.infer<typeof traceStep>;

/** A trace as it is kept with its message. */
export const trace = z.object({
  steps: z.array(traceStep),
  /** How many steps were too many to keep. */
  dropped: z.number().default(0),
});
export type TraceData = z.infer<typeof trace>;

/** Bounds, so that no message grows without limit: steps, entries of a list, characters of a text. */
export type TraceLimits = { steps: number; entries: number; characters: number };
export const traceLimits: TraceLimits = { steps: 64, entries: 50, characters: 500 };

/** A step without its time, which the trace gives it. */
export type NewStep = TraceStep extends infer Step
  ? Step extends TraceStep
    ? Omit<Step, "at"> & { at?: number }
    : never
  : never;

/** Collects what happens to one request. */
export class Trace {
  readonly #now: () => number;
  readonly #began: number;
  readonly #limits: TraceLimits;
  readonly #steps: TraceStep[] = [];
  #dropped = 0;

  constructor(now: () => number, limits: TraceLimits = traceLimits) {
    this.#now = now;
    this.#began = now();
    this.#limits = limits;
  }

  /** Milliseconds since the request began. */
  get elapsed(): number {
    return this.#now() - this.#began;
  }

  add(step: NewStep): void {
    if (this.#steps.length >= this.#limits.steps) {
      this.#dropped += 1;
      return;
    }
    // Every request passes here: what is kept is cut to its bounds only when it is to be stored.
    this.#steps.push({ at: this.elapsed, ...step });
  }

  /** Leaves out what filters changed of the answer, which nobody is to see. */
  withhold(): void {
    for (const step of this.#steps) {
      if (step.step === "filter" && step.hook === "outlet") delete step.changes;
    }
  }

  /** What happened so far, uncut. */
  get steps(): readonly TraceStep[] {
    return this.#steps;
  }

  /** What happened so far, within the bounds. */
  data(): TraceData {
    const steps = this.#steps.map((step) => cut(step, this.#limits));
    return trace.parse({ steps, dropped: this.#dropped });
  }

  json(): JsonObject {
    return jsonObject.parse(this.data());
  }
}

function cut(value: unknown, limits: TraceLimits): unknown {
  if (typeof value === "string") {
    return value.length <= limits.characters ? value : `${value.slice(0, limits.characters)}…`;
  }
  if (Array.isArray(value)) return value.slice(0, limits.entries).map((one) => cut(one, limits));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, cut(inner, limits)]),
  );
}
