import type { Json, JsonObject } from "@parley/core";
import type { EventOutcome, RunnerFrame } from "../protocol.ts";

/**
 * Reads a line of a process. Written by hand, because streams bring thousands a second. Null: it is none
 * of the frames that there are. Functions can write lines of their own, so nothing is taken on trust.
 */
export function parseFrame(line: string): RunnerFrame | null {
  const value = parseLine(line);
  if (!isObject(value)) return null;
  const { t, c, r, s, m, v, n } = value;
  switch (t) {
    case "ready":
    case "loaded":
      return { t };
    case "described":
      return isJson(value.d) ? { t, d: value.d } : null;
    case "broken":
      return typeof m === "string" ? { t, m } : null;
    case "value":
      return isCount(c) && isJson(v) ? { t, c, v } : null;
    case "nothing":
    case "end":
      return isCount(c) ? { t, c } : null;
    case "blocked":
      return isCount(c) && typeof m === "string" ? { t, c, m } : null;
    case "failed":
      return isCount(c) && typeof m === "string" && typeof value.stack === "string"
        ? { t, c, m, stack: value.stack }
        : null;
    case "events":
      return isEvents(value.b) ? { t, b: value.b } : null;
    case "pieces":
      return isCount(c) && isPieces(v) ? { t, c, v } : null;
    case "ask":
      return isCount(s) && isCount(r) && isKind(value.k) && isJson(value.a)
        ? { t, s, r, k: value.k, a: value.a }
        : null;
    case "drop":
      return isCount(r) ? { t, r } : null;
    case "want":
      return isCount(r) && isCount(n) ? { t, r, n } : null;
    case "log":
      return isLevel(value.l) && typeof value.x === "string" ? { t, l: value.l, x: value.x } : null;
    case "pong":
      return isCount(n) ? { t, n } : null;
    default:
      return null;
  }
}

/** A key that would reach an object's prototype where it is assigned is left out. */
function parseLine(line: string): unknown {
  try {
    const suspicious = line.includes("__proto__") || line.includes("\\u00");
    return suspicious
      ? JSON.parse(line, function (this: unknown, key, value: unknown) {
          return key === "__proto__" ? undefined : value;
        })
      : JSON.parse(line);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What JSON.parse made is JSON; only an absent value is none. */
function isJson(value: unknown): value is Json {
  return value !== undefined;
}

function isJsonObject(value: unknown): value is JsonObject {
  return isObject(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isEvents(value: unknown): value is [number, EventOutcome[]][] {
  return (
    Array.isArray(value) &&
    value.every(
      (entry: unknown) =>
        Array.isArray(entry) &&
        entry.length === 2 &&
        isCount(entry[0]) &&
        Array.isArray(entry[1]) &&
        entry[1].every(isOutcome),
    )
  );
}

function isOutcome(value: unknown): value is EventOutcome {
  return value === 0 || value === null || isJsonObject(value);
}

function isPieces(value: unknown): value is Json[] {
  return (
    Array.isArray(value) &&
    value.every((piece: unknown) => typeof piece === "string" || isObject(piece))
  );
}

const kinds = ["emit", "call", "fetch", "complete", "stream", "storage"] as const;
function isKind(value: unknown): value is (typeof kinds)[number] {
  return kinds.some((kind) => kind === value);
}

const levels = ["debug", "info", "warn", "error"] as const;
function isLevel(value: unknown): value is (typeof levels)[number] {
  return levels.some((level) => level === value);
}
