import type { Json, JsonObject } from "@parley/core";
import { type AskKind, type EventOutcome, longestLine, type RunnerFrame } from "../protocol.ts";

/** A frame, or a request that is too long to be read: then only its number is known. */
export type TakenFrame = RunnerFrame | { t: "excess"; r: number };

/** Characters of any line; of longer ones the kind has to stand at their beginning, as the runner writes it. */
const short = 1_000;

/** Characters of a longer line, by its kind. Kinds that are not here are always short. */
const longest: Partial<Record<RunnerFrame["t"], number>> = {
  log: 32 * 1024,
  failed: 64 * 1024,
  blocked: 64 * 1024,
  broken: 64 * 1024,
  described: 512 * 1024,
  ...{ value: longestLine, events: longestLine, pieces: longestLine },
};

const longestAsk: Record<AskKind, number> = {
  emit: 1024 ** 2,
  call: 512 * 1024,
  storage: 300 * 1024,
  ...{ fetch: longestLine, complete: longestLine, stream: longestLine },
};

const beginning =
  /^\{"t":"(\w{1,20})"(?:,"s":\d{1,16},"r":(\d{1,16}),"k":"(\w{1,20})","a":(\{"type":"files")?)?/;

/**
 * Reads a line of a process. Written by hand, because streams bring thousands a second. Null: it is none
 * of the frames that there are. Functions could write lines of their own, so nothing is taken on trust.
 */
export function parseFrame(line: string): TakenFrame | null {
  if (line.length <= short) return read(parseLine(line));
  const [, t = "", r, k, files] = beginning.exec(line) ?? [];
  if (t !== "ask") {
    if (line.length > (isLong(t) ? (longest[t] ?? 0) : 0)) return null;
    const frame = read(parseLine(line));
    // A line can name its kind twice.
    return frame?.t === t ? frame : null;
  }
  if (!isKind(k)) return null;
  if (line.length > (k === "emit" && files !== undefined ? longestLine : longestAsk[k])) {
    return { t: "excess", r: Number(r) };
  }
  const frame = read(parseLine(line));
  return frame?.t === "ask" && frame.k === k ? frame : null;
}

function isLong(kind: string): kind is keyof typeof longest {
  return Object.hasOwn(longest, kind);
}

function read(value: unknown): RunnerFrame | null {
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

/** `__proto__` as a key, its letters escaped or not. */
const prototypeKey = new RegExp(
  `"${Array.from("__proto__", (letter) => `(?:${letter}|\\\\u00${letter.charCodeAt(0).toString(16).replace("f", "[fF]")})`).join("")}"\\s*:`,
);

/** A key that would reach an object's prototype where it is assigned is in no frame; the runner sees to that. */
function parseLine(line: string): unknown {
  const suspicious = line.includes("__proto__") || line.includes("\\u00");
  if (suspicious && prototypeKey.test(line)) return null;
  try {
    return JSON.parse(line);
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
