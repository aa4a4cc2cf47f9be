import type { FunctionHook, Json, JsonObject } from "@parley/core";

/**
 * What host and runner say to each other: a JSON object a line. Numbers of sessions (`s`) and calls (`c`)
 * are the host's, numbers of requests to the host (`r`) the runner's. Names are short because the frames
 * of streams are many.
 */
export type HostFrame =
  | { t: "load"; id: string; url: string; hooks: Partial<Record<FunctionHook, string[]>> }
  | { t: "describe" }
  | { t: "open"; s: number; valves: JsonObject; facts: JsonObject }
  | { t: "close"; s: number }
  | { t: "call"; c: number; s: number; hook: RunnerHook; input: JsonObject }
  | { t: "events"; b: EventsCall[] }
  | { t: "cancel"; c: number }
  /** A pipe may give so many more pieces. */
  | { t: "more"; c: number; n: number }
  | { t: "answer"; r: number; v: Json }
  | { t: "refuse"; r: number; m: string }
  /** Pieces of a streamed completion that the function asked for. */
  | { t: "chunks"; r: number; v: Json[] }
  /** Nothing follows at once. */
  | { t: "wake" }
  | { t: "ping"; n: number };

/** Chunks of one answer, and, once, the request that is answered. */
export type EventsCall = [call: number, session: number, events: JsonObject[], body?: JsonObject];

export type RunnerHook = "inlet" | "outlet" | "action" | "pipe" | "pipes" | "options";

/** What became of an event: nothing changed it (0), it is left out, or another. */
export type EventOutcome = 0 | null | JsonObject;

export type RunnerFrame =
  | { t: "ready" }
  | { t: "loaded" }
  | { t: "described"; d: Json }
  /** It could not be loaded or described. */
  | { t: "broken"; m: string }
  | { t: "value"; c: number; v: Json }
  | { t: "nothing"; c: number }
  | { t: "blocked"; c: number; m: string }
  | { t: "failed"; c: number; m: string; stack: string }
  | { t: "events"; b: [call: number, outcomes: EventOutcome[]][] }
  | { t: "pieces"; c: number; v: Json[] }
  | { t: "end"; c: number }
  | { t: "ask"; s: number; r: number; k: AskKind; a: Json }
  /** The function no longer waits for an answer. */
  | { t: "drop"; r: number }
  /** So many more pieces of a streamed completion are wanted. */
  | { t: "want"; r: number; n: number }
  | { t: "log"; l: LogLevel; x: string }
  | { t: "pong"; n: number };

export type AskKind = "emit" | "call" | "fetch" | "complete" | "stream" | "storage";
export type LogLevel = "debug" | "info" | "warn" | "error";

/** The symbol under which the runner keeps the modules that functions may import. */
export const modulesKey = "parley.modules";

/** What functions may import. */
export const moduleNames = ["zod", "@parley/functions"] as const;
export type ModuleName = (typeof moduleNames)[number];

export function isModuleName(name: string): name is ModuleName {
  return moduleNames.some((known) => known === name);
}

/** Bytes of a line, in either direction. */
export const longestLine = 8 * 1024 ** 2;

/** Pieces that are on their way before a reader has asked for more. */
export const creditWindow = 32;
