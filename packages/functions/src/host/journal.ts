import type { Clock, FunctionFigures, FunctionLogLine } from "@parley/core";
import type { FunctionLimits } from "./limits.ts";

const dayMs = 24 * 60 * 60_000;
const mostTimes = 1_000;
const longestLine = 4_000;

/** What is known of a function for people to look at: its lines, and how its calls went. */
export type Journal = {
  line(level: FunctionLogLine["level"], text: string): void;
  lines(): FunctionLogLine[];
  listen(listener: (line: FunctionLogLine) => void): () => void;
  called(ms: number, failed: boolean): void;
  figures(): Pick<FunctionFigures, "calls" | "errors" | "p95Ms" | "lastUsedAt">;
};

export function createJournal(clock: Clock, limits: FunctionLimits): Journal {
  const lines: FunctionLogLine[] = [];
  const listeners = new Set<(line: FunctionLogLine) => void>();
  /** By hour since 1970. */
  const hours = new Map<number, { calls: number; errors: number }>();
  const times: { at: number; ms: number }[] = [];
  let lastUsedAt: number | null = null;
  let rate = { second: 0, count: 0 };

  const add = (line: FunctionLogLine) => {
    lines.push(line);
    if (lines.length > limits.logLines) lines.shift();
    for (const listener of listeners) listener(line);
  };
  return {
    line(level, text) {
      const at = clock.now();
      const second = Math.floor(at / 1000);
      rate = second === rate.second ? { second, count: rate.count + 1 } : { second, count: 1 };
      if (rate.count > limits.logLinesPerSecond) {
        if (rate.count > limits.logLinesPerSecond + 1) return;
        add({ at, level: "warn", text: "It writes too much: lines of this second are left out." });
        return;
      }
      add({ at, level, text: text.trimEnd().slice(0, longestLine) });
    },
    lines: () => [...lines],
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    called(ms, failed) {
      const at = clock.now();
      const hour = Math.floor(at / 3_600_000);
      const own = hours.get(hour) ?? { calls: 0, errors: 0 };
      hours.set(hour, { calls: own.calls + 1, errors: own.errors + (failed ? 1 : 0) });
      for (const old of hours.keys()) if (old < hour - 24) hours.delete(old);
      times.push({ at, ms });
      if (times.length > mostTimes) times.shift();
      lastUsedAt = at;
    },
    figures() {
      const now = clock.now();
      const since = Math.floor(now / 3_600_000) - 23;
      const recent = [...hours].filter(([hour]) => hour >= since).map(([, counts]) => counts);
      const own = times.filter(({ at }) => at >= now - dayMs).map(({ ms }) => ms);
      const sorted = own.toSorted((a, b) => a - b);
      return {
        calls: recent.reduce((sum, { calls }) => sum + calls, 0),
        errors: recent.reduce((sum, { errors }) => sum + errors, 0),
        p95Ms: sorted[Math.max(0, Math.ceil(sorted.length * 0.95) - 1)] ?? null,
        lastUsedAt,
      };
    },
  };
}
