import type { FunctionHook, JsonObject } from "@parley/core";
import { type Loaded, parsedValves } from "./load.ts";
import { toolsFor } from "./tools.ts";

/** One completion, or one action, as the function sees it. */
export type Session = {
  number: number;
  /** What handlers may name, besides what a call brings. */
  known: Record<string, unknown>;
  /** The request that is being answered, for stream handlers that name it. */
  body: JsonObject | null;
  over: AbortController;
  /** Ready-made properties of the stream handler. */
  ofStream: Record<string, unknown> | null;
};

const sessions = new Map<number, Session>();

export function openSession(
  loaded: Loaded,
  opened: { s: number; valves: JsonObject; facts: JsonObject },
): void {
  const { s, valves, facts } = opened;
  const over = new AbortController();
  const known: Record<string, unknown> = { ...facts, ...toolsFor(s), id: loaded.id, state: {} };
  lazily(known, "valves", () => parsedValves(loaded, "valves", valves));
  const user = facts.user;
  if (typeof user === "object" && user !== null && !Array.isArray(user)) {
    lazily(known, "user", () => ({
      ...user,
      valves: parsedValves(loaded, "userValves", user.valves),
    }));
  }
  sessions.set(s, { number: s, known, body: null, over, ofStream: null });
}

/** Parsed when it is first wanted, so that what does not fit fails a call and not the process. */
function lazily(known: Record<string, unknown>, name: string, make: () => unknown): void {
  Object.defineProperty(known, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = make();
      Object.defineProperty(known, name, { value, enumerable: true });
      return value;
    },
  });
}

export function closeSession(number: number): void {
  sessions.get(number)?.over.abort();
  sessions.delete(number);
}

export function sessionOf(number: number): Session {
  const session = sessions.get(number);
  if (session === undefined) throw new Error("This session has ended.");
  return session;
}

/** The one object that a handler is given: what it names, and nothing else. */
export function givenTo(
  loaded: Loaded,
  hook: FunctionHook,
  from: { session: Session; call: Record<string, unknown> },
): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const name of loaded.hooks[hook] ?? []) {
    given[name] = Object.hasOwn(from.call, name) ? from.call[name] : from.session.known[name];
  }
  return given;
}
