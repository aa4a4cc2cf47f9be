import type { JsonObject } from "@parley/core";
import type { HostFrame } from "../protocol.ts";
import { blockedBy } from "../sdk/verdict.ts";
import { failureOf } from "./failure.ts";
import { askFor, handlerOf, type Loaded } from "./load.ts";
import { runPipe } from "./pipe.ts";
import { platform } from "./platform.ts";
import { givenTo, type Session, sessionOf } from "./sessions.ts";
import { send, sendLine } from "./wire.ts";

type Call = Extract<HostFrame, { t: "call" }>;

const running = new Map<number, AbortController>();
/** Stream handlers that gave a promise. */
let streams = 0;

export function isCalling(): boolean {
  return running.size + streams > 0;
}

/** Nobody wants the result of this call any more. */
export function cancelCall(call: number): void {
  running.get(call)?.abort(new DOMException("Nobody wants the result any more.", "AbortError"));
}

/** A call of anything but a stream handler; its result goes to the host. */
export function call(loaded: Loaded, frame: Call): void {
  const abort = new AbortController();
  running.set(frame.c, abort);
  run(loaded, frame, abort.signal)
    .catch((thrown: unknown) => send({ t: "failed", c: frame.c, ...failureOf(thrown) }))
    .finally(() => running.delete(frame.c));
}

async function run(loaded: Loaded, frame: Call, aborted: AbortSignal): Promise<void> {
  const { c, hook, input } = frame;
  const session = sessionOf(frame.s);
  const signal = AbortSignal.any([aborted, session.over.signal]);
  if (hook === "pipes" || hook === "options") {
    const what =
      hook === "pipes"
        ? { kind: "pipes" as const }
        : { kind: "options" as const, name: String(input.name) };
    const { valves } = session.known;
    return give(c, await askFor(loaded, what, { session: session.number, valves }));
  }
  const handler = handlerOf(loaded, hook);
  if (handler === null) return send({ t: "nothing", c });
  const given = givenTo(loaded, hook, { session, call: { ...input, signal } });
  if (hook === "pipe") return runPipe(c, { result: await handler(given), signal });
  const value = await handler(given);
  if (value === undefined || (value === null && hook !== "action"))
    return send({ t: "nothing", c });
  const blocked = blockedBy(value);
  if (blocked !== null) return send({ t: "blocked", c, m: blocked.slice(0, 2_000) });
  if (hook !== "action" && !isObject(value)) {
    throw new TypeError(`It gave back ${named(value)}; a body or nothing is expected.`);
  }
  give(c, value);
}

function give(c: number, value: unknown): void {
  const text: string | undefined = platform.stringify(value);
  if (text === undefined) throw new TypeError(`It gave back ${named(value)}, which is not JSON.`);
  sendLine(`{"t":"value","c":${c},"v":${text}}`);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function named(value: unknown): string {
  return Array.isArray(value) ? "a list" : value === null ? "null" : `a ${typeof value}`;
}

/**
 * Chunks of several answers at once: those of one go through the handler one after the other. What comes
 * of them at once goes back in one line, because reading lines is what costs the host most.
 */
export function streamEvents(loaded: Loaded, { b }: Extract<HostFrame, { t: "events" }>): void {
  const ready: [call: number, outcomes: string][] = [];
  for (const [c, s, events, body] of b) {
    try {
      const session = sessionOf(s);
      if (body !== undefined) session.body = body;
      const progress = { c, events, from: 0, done: [] };
      const outcomes = throughStream(loaded, session, progress);
      if (outcomes !== null) ready.push([c, outcomes]);
    } catch (thrown) {
      send({ t: "failed", c, ...failureOf(thrown) });
    }
  }
  if (ready.length === 0) return;
  try {
    sendLine(`{"t":"events","b":[${ready.map(([, outcomes]) => outcomes).join(",")}]}`);
  } catch {
    // One of them is too long, or has what no frame may have: the others are not to suffer for it.
    for (const [c, outcomes] of ready) giveEvents(c, outcomes);
  }
}

function giveEvents(c: number, outcomes: string): void {
  try {
    sendLine(`{"t":"events","b":[${outcomes}]}`);
  } catch (thrown) {
    send({ t: "failed", c, ...failureOf(thrown) });
  }
}

type Progress = { c: number; events: JsonObject[]; from: number; done: string[] };

/**
 * The outcomes of a batch, as JSON; null: they come later. Waits only where the handler gives a promise:
 * most don't, and then a batch takes no turn of the loop.
 */
function throughStream(loaded: Loaded, session: Session, progress: Progress): string | null {
  const { c, events, done } = progress;
  const handler = handlerOf(loaded, "stream");
  if (handler === null) throw new Error("It has no stream handler.");
  session.ofStream ??= givenTo(loaded, "stream", {
    session,
    call: { signal: session.over.signal, body: session.body, event: null },
  });
  for (let at = progress.from; at < events.length; at += 1) {
    const event = events[at];
    const before = platform.stringify(event);
    const value = handler({ ...session.ofStream, event });
    if (isObject(value) && "then" in value && typeof value.then === "function") {
      const next = { c, events, from: at + 1, done };
      streams += 1;
      Promise.resolve(value)
        .then((settled: unknown) => {
          done.push(outcomeOf(settled, before));
          const outcomes = throughStream(loaded, session, next);
          if (outcomes !== null) giveEvents(c, outcomes);
        })
        .catch((thrown: unknown) => send({ t: "failed", c, ...failureOf(thrown) }))
        .finally(() => {
          streams -= 1;
        });
      return null;
    }
    done.push(outcomeOf(value, before));
  }
  return `[${c},[${done.join(",")}]]`;
}

/** As JSON: 0 stands for an event that stays as it was. */
function outcomeOf(value: unknown, before: string): string {
  if (value === undefined) return "0";
  if (value === null) return "null";
  if (!isObject(value)) throw new TypeError(`It gave back ${named(value)}; a chunk is expected.`);
  if (blockedBy(value) !== null) {
    throw new TypeError("A stream handler can't block; inlet and outlet can.");
  }
  const text = platform.stringify(value);
  return text === before ? "0" : text;
}
