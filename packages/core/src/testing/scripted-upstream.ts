import type { CompletionChunk, CompletionRequest } from "../completion/wire.ts";
import type { Connection } from "../ports/connections.ts";
import type {
  PipelineFilters,
  Upstream,
  UpstreamAnswer,
  UpstreamCallOptions,
  UpstreamModel,
} from "../ports/upstream.ts";

export const scriptedConnection: Connection = {
  id: "scripted",
  kind: "openai",
  name: "Scripted",
  baseUrl: "http://scripted.test/v1",
  apiKey: null,
  enabled: true,
  prefix: null,
  weight: 1,
  whenFilterFails: "closed",
  seed: null,
  createdAt: 0,
};

/** One call, answered by the test word by word. Each step resolves when what it causes has settled. */
export type ScriptedCall = {
  request: CompletionRequest;
  say(...words: string[]): Promise<void>;
  think(reasoning: string): Promise<void>;
  finish(last?: Partial<CompletionChunk>): Promise<void>;
  fail(error: Error): Promise<void>;
  aborted(): boolean;
};

const encoder = new TextEncoder();

type Step = { chunk: CompletionChunk } | { end: true } | { error: Error };

const settle = async () => {
  for (let round = 0; round < 100; round += 1) await Promise.resolve();
};

/** An upstream whose answers a test speaks. */
export class ScriptedUpstream implements Upstream {
  readonly #models: string[];
  readonly #waiting: ScriptedCall[] = [];
  #wakeTest: () => void = () => undefined;
  calls = 0;

  readonly pipelines?: PipelineFilters;

  constructor(models: string[], filters?: PipelineFilters) {
    this.#models = models;
    if (filters !== undefined) this.pipelines = filters;
  }

  listModels(): Promise<UpstreamModel[]> {
    const filter: UpstreamModel = {
      ...{ id: "filter", name: "Filter" },
      pipeline: { type: "filter", valves: false, targets: ["*"], priority: 0 },
    };
    const models = this.#models.map((id) => ({ id, name: id.toUpperCase() }));
    return Promise.resolve(this.pipelines === undefined ? models : [...models, filter]);
  }

  complete(request: CompletionRequest, { signal }: UpstreamCallOptions): Promise<UpstreamAnswer> {
    this.calls += 1;
    const steps: Step[] = [];
    let wake: () => void = () => undefined;
    signal.addEventListener("abort", () => wake());
    const push = async (...more: Step[]) => {
      steps.push(...more);
      wake();
      await settle();
    };
    queueMicrotask(() => this.#wakeTest());
    this.#waiting.push({
      request,
      say: (...words) =>
        push(
          ...words.map((content) => ({ chunk: { choices: [{ index: 0, delta: { content } }] } })),
        ),
      think: (reasoning) => push({ chunk: { choices: [{ index: 0, delta: { reasoning } }] } }),
      finish: (last = {}) =>
        push(
          { chunk: { choices: [{ index: 0, delta: {}, finish_reason: "stop" }], ...last } },
          { end: true },
        ),
      fail: (error) => push({ error }),
      aborted: () => signal.aborted,
    });
    async function* chunks(): AsyncGenerator<CompletionChunk> {
      for (;;) {
        signal.throwIfAborted();
        const step = steps.shift();
        if (step === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        } else if ("error" in step) {
          throw step.error;
        } else if ("end" in step) {
          return;
        } else {
          yield step.chunk;
        }
      }
    }
    return Promise.resolve({
      chunks,
      async *bytes() {
        for await (const chunk of chunks()) yield encoder.encode(JSON.stringify(chunk));
      },
    });
  }

  /** The next call that nobody has taken yet. */
  async called(): Promise<ScriptedCall> {
    await settle();
    const call = this.#waiting.shift();
    if (!call) throw new Error("the upstream was not called");
    return call;
  }

  /** The same, waited for as long as it takes. */
  async next(): Promise<ScriptedCall> {
    for (;;) {
      const call = this.#waiting.shift();
      if (call) return call;
      await new Promise<void>((resolve) => {
        this.#wakeTest = resolve;
      });
    }
  }

  close() {
    return Promise.resolve();
  }
}
