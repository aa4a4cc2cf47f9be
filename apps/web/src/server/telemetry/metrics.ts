import type { Metrics } from "@parley/api";
import type { CompletionEnded, Telemetry } from "@parley/core";
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import { tokensOf } from "./tokens.ts";

/** Seconds; a local model's first token may take minutes while it is loaded. */
const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** Counts completions for Prometheus. Labels are models and connections, never people or texts. */
export function createMetrics(): Metrics & Telemetry {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register, prefix: "parley_" });
  const completions = new Counter({
    name: "parley_completions_total",
    help: "Completions that have ended.",
    labelNames: ["model", "connection", "caller", "outcome", "code"],
    registers,
  });
  const duration = new Histogram({
    name: "parley_completion_duration_seconds",
    help: "From the request to the end of the answer.",
    labelNames: ["model", "caller"],
    buckets,
    registers,
  });
  const firstToken = new Histogram({
    name: "parley_completion_first_token_seconds",
    help: "From the request to the first piece of text.",
    labelNames: ["model", "caller"],
    buckets,
    registers,
  });
  const tokens = new Counter({
    name: "parley_tokens_total",
    help: "Tokens as upstreams counted them.",
    labelNames: ["model", "direction"],
    registers,
  });
  const attempts = new Counter({
    name: "parley_upstream_attempts_total",
    help: "Requests to connections.",
    labelNames: ["connection", "outcome", "code"],
    registers,
  });
  const filters = new Histogram({
    name: "parley_filter_duration_seconds",
    help: "How long filters take.",
    labelNames: ["filter", "hook", "outcome"],
    buckets,
    registers,
  });

  function completionEnded(ended: CompletionEnded): void {
    const model = ended.model ?? "";
    const { caller, outcome } = ended;
    const connection = ended.connection?.name ?? "";
    completions.inc({ model, connection, caller, outcome, code: ended.errorCode ?? "" });
    duration.observe({ model, caller }, (ended.endedAt - ended.startedAt) / 1_000);
    if (ended.firstTokenMs !== null) {
      firstToken.observe({ model, caller }, ended.firstTokenMs / 1_000);
    }
    const counted = tokensOf(ended.usage);
    if (counted.input !== null) tokens.inc({ model, direction: "input" }, counted.input);
    if (counted.output !== null) tokens.inc({ model, direction: "output" }, counted.output);
    for (const step of ended.steps) {
      if (step.step === "attempt") {
        const code = step.error?.code ?? "";
        attempts.inc({ connection: step.connection, outcome: step.outcome, code });
      } else if (step.step === "filter") {
        filters.observe(
          { filter: step.name, hook: step.hook, outcome: step.outcome },
          step.ms / 1_000,
        );
      }
    }
  }

  return { completionEnded, contentType: register.contentType, text: () => register.metrics() };
}
