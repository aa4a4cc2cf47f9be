import { z } from "zod";
import { textOf } from "../chat/content.ts";
import type { Message } from "../chat/message.ts";
import { type Change, changesBetween } from "../completion/changes.ts";
import { isParleyError, notFound, ParleyError } from "../errors.ts";
import { admit, type Principal } from "../identity.ts";
import { type Json, type JsonObject, jsonObject } from "../json.ts";
import type { ChatRepository } from "../ports/chats.ts";
import type {
  FunctionHook,
  FunctionHost,
  FunctionLogLine,
  FunctionRepository,
  FunctionSession,
  LoadedFunction,
  StoredFunction,
} from "../ports/functions.ts";
import type { Clock, NewId } from "../ports/runtime.ts";
import { asFunctionSees } from "./branch-body.ts";
import { masked, maskedText, secretsAmong } from "./masked.ts";
import { activeOf } from "./registry.ts";
import type { FunctionSessions } from "./sessions.ts";
import { refuseUnusable } from "./valve-schema.ts";
import { keptValves, shownValves, withDefaults } from "./valves.ts";

export type TrialInput = {
  /** The stored function; absent for a source that is not saved yet. */
  id?: string;
  /** In place of the stored source. */
  source?: string;
  hook: FunctionHook;
  sub: string;
  on: { kind: "sample"; body: JsonObject } | { kind: "message"; chatId: string; messageId: string };
  /** In place of the stored valves; secrets that are not named stay. */
  valves?: JsonObject;
};

export type TrialResult = {
  /** `value`: it gave something back. `nothing`: what was given stays. `failed`: it broke. */
  outcome: "value" | "nothing" | "blocked" | "failed";
  /** What it was given, and what became of it. Of a stream: `{ events: [...] }`. */
  before: JsonObject;
  after: Json;
  changes: Change[];
  /** Of a verdict or a failure. */
  message: string | null;
  ms: number;
  /** What it told the page. */
  events: Json[];
  /** What it wrote meanwhile. */
  logs: FunctionLogLine[];
};

export type FunctionTrialParts = {
  functions: FunctionRepository;
  host: FunctionHost;
  sessions: FunctionSessions;
  chats: ChatRepository;
  clock: Clock;
  newId: NewId;
  /** How much of a pipe's answer is read. Default 1,000 pieces. */
  mostPieces?: number;
};

/** Runs a hook once for an admin who writes a function: nothing is stored, nobody else sees it. */
export class FunctionTrial {
  readonly #parts: Required<FunctionTrialParts>;

  constructor(parts: FunctionTrialParts) {
    this.#parts = { mostPieces: 1_000, ...parts };
  }

  /** Rejects for a source that is no function; whatever the function then does is a result. */
  async run(principal: Principal, input: TrialInput): Promise<TrialResult> {
    admit("admin", principal);
    const { fn, isStored } = await this.#toTry(input);
    if (fn.manifest.hooks[input.hook] === undefined) {
      throw new ParleyError("invalid_request", `This function has no ${input.hook}.`, {
        param: "hook",
      });
    }
    const body = await this.#bodyFor(principal, input);
    const { clock, host, sessions } = this.#parts;
    const secrets = secretsAmong(fn.manifest.valves, fn.valves);
    const events: Json[] = [];
    const logs: FunctionLogLine[] = [];
    const stopListening = host.onLog(fn.id, (line) =>
      logs.push({ ...line, text: maskedText(line.text, secrets) }),
    );
    const session = await sessions.open(
      fn,
      {
        ...{ principal, place: null, isTask: true, chain: [], caller: "trial" },
        model: { id: String(body.model ?? ""), name: String(body.model ?? "") },
        metadata: { chat_id: "", message_id: "", session_id: "", filter_ids: [] },
        startedAt: clock.now(),
      },
      { emit: async (event) => void events.push(masked(event, secrets)) },
    );
    const at = clock.now();
    const done = (rest: Pick<TrialResult, "outcome" | "after" | "message">): TrialResult => {
      const after = masked(rest.after, secrets);
      const message = rest.message === null ? null : maskedText(rest.message, secrets);
      const made = jsonObject.safeParse(after).data;
      const changes = made === undefined ? [] : changesBetween(body, made);
      const { outcome } = rest;
      return { outcome, after, message, before: body, changes, ms: clock.now() - at, events, logs };
    };
    try {
      return done(await this.#call(session, input, body));
    } catch (error) {
      if (!isParleyError(error)) throw error;
      return done({ outcome: "failed", after: null, message: error.message });
    } finally {
      session.close();
      stopListening();
      if (!isStored) host.retire(fn.id, null);
    }
  }

  async #call(
    session: FunctionSession,
    { hook, sub }: TrialInput,
    body: JsonObject,
  ): Promise<Pick<TrialResult, "outcome" | "after" | "message">> {
    const { signal } = new AbortController();
    if (hook === "stream") {
      const events = await session.stream(eventsIn(body), signal);
      return { outcome: "value", after: { events }, message: null };
    }
    if (hook === "pipe") {
      const pieces: Json[] = [];
      for await (const piece of session.pipe({ body, sub }, signal)) {
        if (pieces.push(piece) >= this.#parts.mostPieces) break;
      }
      return { outcome: "value", after: pieces, message: null };
    }
    const given = await session.call(hook, hook === "action" ? { body, sub } : { body }, signal);
    switch (given.outcome) {
      case "value":
        return { outcome: "value", after: given.value, message: null };
      case "nothing":
        return { outcome: "nothing", after: body, message: null };
      case "blocked":
        return { outcome: "blocked", after: null, message: given.message };
    }
  }

  /** The stored function as it is, or another source of it under an id that nobody else has. */
  async #toTry({ id, source, valves }: TrialInput) {
    const { functions, host, newId } = this.#parts;
    const stored = id === undefined ? null : await functions.find(id);
    if (stored === null && (id !== undefined || source === undefined)) throw notFound("function");
    const isStored =
      stored !== null && valves === undefined && (source ?? stored.source) === stored.source;
    if (stored !== null && isStored) return { fn: activeOf(stored), isStored };
    const text = source ?? stored?.source ?? "";
    const manifest = await host.inspect(text, new AbortController().signal);
    refuseUnusable(manifest.valves);
    const before = stored === null ? {} : knownTo(text, stored);
    const given =
      valves === undefined || manifest.valves === null
        ? before
        : keptValves(manifest.valves, before, valves);
    const draft: LoadedFunction = {
      ...{ id: `try-${newId().toLowerCase().slice(0, 40)}`, version: 1, source: text, manifest },
      valves: withDefaults(manifest.valves, given),
    };
    return { fn: draft, isStored: false };
  }

  async #bodyFor(principal: Principal, { hook, on }: TrialInput): Promise<JsonObject> {
    if (on.kind === "sample") return on.body;
    const { chatId, messageId } = on;
    const branch = await this.#parts.chats.pathTo(principal.userId, chatId, messageId);
    const last = branch?.at(-1);
    if (branch === null || last === undefined) throw notFound("message");
    const model = last.model ?? "";
    if (hook === "stream") return { events: piecesOf(textOf(last.content)) };
    if (hook === "outlet" || hook === "action") {
      const ids = { chat_id: chatId, id: messageId, session_id: "", filter_ids: [] };
      return { model, messages: branch.map(asFunctionSees), ...ids };
    }
    const asked = last.role === "assistant" ? branch.slice(0, -1) : branch;
    return { model, messages: asked.map(asRequested), stream: true };
  }
}

/** What another source may know of what is set: no secrets, which were given to the stored one. */
function knownTo(source: string, { source: own, manifest, valves }: StoredFunction): JsonObject {
  return source === own ? valves : shownValves(manifest.valves, valves).values;
}

function asRequested({ role, content }: Message): JsonObject {
  return { role, content };
}

/** A text as a model might have sent it, word by word. */
function piecesOf(text: string): JsonObject[] {
  const words = text.match(/\s*\S+/g) ?? [];
  return words.slice(0, 500).map((content) => ({
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta: { content }, finish_reason: null }],
  }));
}

function eventsIn({ events }: JsonObject): JsonObject[] {
  const parsed = z.array(jsonObject).safeParse(events);
  if (parsed.success) return parsed.data;
  throw new ParleyError("invalid_request", "Give the pieces of an answer as a list under events.", {
    param: "on.body.events",
  });
}
