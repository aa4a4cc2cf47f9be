import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import type { Metrics } from "@parley/api";
import type { Log, Telemetry } from "@parley/core";
import type { Env } from "../../env.ts";
import { createMetrics } from "./metrics.ts";
import { createSpans, type Spans } from "./spans.ts";

export type RunningTelemetry = Telemetry & { metrics: Metrics; close(): Promise<void> };

/** Figures for Prometheus always; spans when there is a collector for them. */
export function startTelemetry(env: Env, log: Log): RunningTelemetry {
  const metrics = createMetrics();
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, "");
  const spans: Spans | null =
    endpoint === undefined
      ? null
      : createSpans(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }));
  if (endpoint !== undefined) log.info("Traces go to a collector", { endpoint });
  return {
    metrics,
    completionEnded(ended) {
      try {
        metrics.completionEnded(ended);
        spans?.completionEnded(ended);
      } catch (error) {
        log.error("A completion's figures could not be kept", { error });
      }
    },
    async close() {
      try {
        await spans?.close();
      } catch (error) {
        log.warn("The last traces could not be sent", { error });
      }
    },
  };
}
