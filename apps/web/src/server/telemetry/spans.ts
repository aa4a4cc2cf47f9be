import { context, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from "@opentelemetry/sdk-trace";
import type { CompletionEnded, Telemetry, TraceStep } from "@parley/core";
import { tokensOf } from "./tokens.ts";

/** Spans that a collector has taken are gone; `close` sends what is left. */
export type Spans = Telemetry & { close(): Promise<void> };

/**
 * Writes each completion as a span with its steps below it, by the names of OpenTelemetry's semantic
 * conventions for generative AI ("gen_ai.*"). Nothing that was said is in them.
 */
export function createSpans(exporter: SpanExporter): Spans {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "parley" }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer("parley");

  function completionEnded(ended: CompletionEnded): void {
    const { requestedModel, model, connection, startedAt, endedAt } = ended;
    const tokens = tokensOf(ended.usage);
    const span = tracer.startSpan(`chat ${requestedModel}`, {
      kind: SpanKind.CLIENT,
      startTime: startedAt,
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": requestedModel,
        ...(model === null ? {} : { "gen_ai.response.model": model }),
        ...(connection === null ? {} : { "gen_ai.provider.name": connection.kind }),
        ...(tokens.input === null ? {} : { "gen_ai.usage.input_tokens": tokens.input }),
        ...(tokens.output === null ? {} : { "gen_ai.usage.output_tokens": tokens.output }),
        ...(ended.errorCode === null ? {} : { "error.type": ended.errorCode }),
        "parley.caller": ended.caller,
        "parley.outcome": ended.outcome,
      },
    });
    if (ended.firstTokenMs !== null) {
      span.addEvent("first token", {}, startedAt + ended.firstTokenMs);
    }
    for (const step of ended.steps) addStep(span, step, startedAt);
    fail(span, ended.errorCode);
    span.end(endedAt);
  }

  /** A step that took time is a span below; one that decided something is an event. */
  function addStep(parent: Span, step: TraceStep, startedAt: number): void {
    const begun = startedAt + step.at;
    if (step.step !== "attempt" && step.step !== "filter") {
      parent.addEvent(step.step, attributesOf(step), begun);
      return;
    }
    const name = step.step === "attempt" ? `ask ${step.connection}` : `${step.hook} ${step.name}`;
    const below = trace.setSpan(context.active(), parent);
    const span = tracer.startSpan(
      name,
      { startTime: begun, attributes: attributesOf(step) },
      below,
    );
    fail(span, step.error?.code ?? null);
    span.end(begun + step.ms);
  }

  return { completionEnded, close: () => provider.shutdown() };
}

function attributesOf(step: TraceStep): Record<string, string> {
  switch (step.step) {
    case "model":
      return { "parley.requested": step.requested, "parley.answers": step.answers };
    case "arena":
      return {
        "parley.arena": step.arena,
        "parley.strategy": step.strategy,
        "parley.candidates": step.candidates.join(","),
        "parley.picked": step.picked,
      };
    case "parameters":
      return { "parley.presets": step.presets.join(","), "parley.decided": step.decided.join(",") };
    case "filter":
      return {
        "parley.filter": step.name,
        "parley.hook": step.hook,
        "parley.outcome": step.outcome,
      };
    case "attempt":
      return {
        "gen_ai.provider.name": step.kind,
        "gen_ai.request.model": step.model,
        "parley.connection": step.connection,
        "parley.outcome": step.outcome,
      };
    case "answer":
      return { "parley.outcome": step.outcome };
  }
}

function fail(span: Span, code: string | null): void {
  if (code !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: code });
}
