import { InMemorySpanExporter } from "@opentelemetry/sdk-trace";
import type { CompletionEnded } from "@parley/core";
import { describe, expect, it } from "vitest";
import { createMetrics } from "./metrics.ts";
import { createSpans } from "./spans.ts";

/** A real one: small numbers count as milliseconds since this process began. */
const startedAt = Date.UTC(2026, 10, 21);

const ended: CompletionEnded = {
  startedAt,
  endedAt: startedAt + 2_000,
  requestedModel: "arena",
  model: "small",
  connection: { name: "Lab", kind: "openai" },
  caller: "chat",
  outcome: "done",
  errorCode: null,
  firstTokenMs: 400,
  usage: { prompt_tokens: 7, completion_tokens: 11 },
  steps: [
    { step: "model", at: 0, requested: "arena", answers: "small" },
    {
      ...{ step: "attempt", at: 5, ms: 20, connection: "Down", kind: "openai", model: "small" },
      ...{ outcome: "failed", error: { code: "upstream_error", message: "secret", status: 500 } },
    },
    {
      ...{ step: "attempt", at: 30, ms: 90, connection: "Lab", kind: "openai", model: "small" },
      outcome: "accepted",
    },
  ],
};

describe("figures for Prometheus", () => {
  it.each([
    'parley_completions_total{model="small",connection="Lab",caller="chat",outcome="done",code=""} 1',
    'parley_completion_duration_seconds_sum{model="small",caller="chat"} 2',
    'parley_completion_first_token_seconds_bucket{le="0.5",model="small",caller="chat"} 1',
    'parley_tokens_total{model="small",direction="input"} 7',
    'parley_tokens_total{model="small",direction="output"} 11',
    'parley_upstream_attempts_total{connection="Down",outcome="failed",code="upstream_error"} 1',
    "parley_nodejs_eventloop_lag_seconds",
  ])("say %s", async (line) => {
    const metrics = createMetrics();
    metrics.completionEnded(ended);
    expect(await metrics.text()).toContain(line);
  });
});

describe("spans for OpenTelemetry", () => {
  it("have the names of the conventions, the steps' own times, and nothing that was said", async () => {
    const exporter = new InMemorySpanExporter();
    // Shutting the exporter down forgets the spans, so they are taken when they are handed over.
    const taken: unknown[] = [];
    const spans = createSpans({
      export: (all, done) => {
        taken.push(
          ...all.map(({ name, attributes, startTime, endTime, status }) => ({
            ...{ name, attributes, status },
            ms: (endTime[0] - startTime[0]) * 1_000 + (endTime[1] - startTime[1]) / 1_000_000,
          })),
        );
        exporter.export(all, done);
      },
      shutdown: () => exporter.shutdown(),
    });
    spans.completionEnded(ended);
    await spans.close();
    expect(taken).toMatchObject([
      { name: "ask Down", ms: 20, status: { message: "upstream_error" } },
      { name: "ask Lab", ms: 90 },
      {
        name: "chat arena",
        ms: 2_000,
        attributes: {
          "gen_ai.operation.name": "chat",
          "gen_ai.request.model": "arena",
          "gen_ai.response.model": "small",
          "gen_ai.provider.name": "openai",
          "gen_ai.usage.input_tokens": 7,
          "gen_ai.usage.output_tokens": 11,
        },
      },
    ]);
    expect(JSON.stringify(taken)).not.toContain("secret");
  });
});
