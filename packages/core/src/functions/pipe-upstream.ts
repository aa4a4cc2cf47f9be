import { chunkAnswer } from "../completion/chunk-answer.ts";
import { chunkOf } from "../completion/whole.ts";
import { type CompletionChunk, completion, completionChunk } from "../completion/wire.ts";
import { ParleyError } from "../errors.ts";
import { type Json, type JsonObject, jsonObject } from "../json.ts";
import { modelNotFound } from "../models/route.ts";
import type { Connection } from "../ports/connections.ts";
import type { FunctionHost } from "../ports/functions.ts";
import type { Clock, Log, NewId } from "../ports/runtime.ts";
import type { Upstream, UpstreamModel } from "../ports/upstream.ts";
import { splitId } from "./definition.ts";
import type { ActiveFunction, FunctionRegistry } from "./registry.ts";
import type { FunctionSessions } from "./sessions.ts";

/** The connection of functions that are models. It has no row, and is always there. */
export const functionConnection: Connection = {
  ...{ id: "functions", kind: "function", name: "Functions", baseUrl: "", apiKey: null },
  ...{ enabled: true, prefix: null, weight: 1, whenFilterFails: "closed", seed: null },
  createdAt: 0,
};

export type PipeUpstreamParts = {
  registry: Pick<FunctionRegistry, "ofKind" | "find">;
  sessions: Pick<FunctionSessions, "open">;
  host: Pick<FunctionHost, "pipes" | "status">;
  clock: Clock;
  newId: NewId;
  log: Log;
};

type Sub = { id: string; name: string; description?: string };

/** Functions that are models, as an upstream. */
export function createPipeUpstream(parts: PipeUpstreamParts): Upstream {
  const { registry, sessions, host, clock, newId, log } = parts;
  /** What manifolds said last; each is asked once for every version and set of valves. */
  const asked = new WeakMap<ActiveFunction, Promise<Sub[]>>();

  async function subsOf(fn: ActiveFunction, signal: AbortSignal): Promise<Sub[] | null> {
    const { pipes } = fn.manifest;
    if (pipes !== "dynamic") return pipes;
    if (fn.broken !== undefined) return [];
    let asking = asked.get(fn);
    if (asking === undefined) {
      // Several may wait for this: none of them ends it for the others. The host bounds it.
      asking = host.pipes(fn, new AbortController().signal);
      asked.set(fn, asking);
    }
    try {
      return await unlessAborted(asking, signal);
    } catch (error) {
      signal.throwIfAborted();
      // Asked anew when the list is looked at the next time; the other models are there meanwhile.
      if (asked.get(fn) === asking) asked.delete(fn);
      log.warn("A function does not tell its models", { function: fn.id, error });
      return [];
    }
  }

  return {
    async listModels({ signal }) {
      const status = host.status();
      const isOff = !status.available && status.pending !== true;
      const state = isOff ? { unavailable: status.reason } : {};
      const lists = registry.ofKind("pipe").map(async (fn): Promise<UpstreamModel[]> => {
        const { name, description } = fn.manifest;
        const about = (text: string | null) => ({
          ...state,
          ...(text === null ? {} : { description: text }),
        });
        const subs = await subsOf(fn, signal);
        if (subs === null) return [{ id: fn.id, name, ...about(description) }];
        return subs.map((sub) => ({
          ...{ id: `${fn.id}.${sub.id}`, name: sub.name },
          ...about(sub.description ?? description),
        }));
      });
      return (await Promise.all(lists)).flat();
    },

    async complete(request, { signal, origin }) {
      const { functionId, sub } = splitId(request.model);
      const fn = registry.find(functionId);
      if (fn?.manifest.kind !== "pipe") throw modelNotFound(request.model);
      if (origin === undefined) throw new Error("a pipe is asked with its origin");
      const { metadata: _, ...body } = jsonObject.parse(request);
      const session = await sessions.open(fn, origin);
      let isOpen = true;
      const close = () => {
        if (isOpen) session.close();
        isOpen = false;
      };
      // Whoever asked may go away before reading anything.
      signal.addEventListener("abort", close, { once: true });
      const head = {
        id: `chatcmpl-${newId()}`,
        object: "chat.completion.chunk",
        created: Math.floor(clock.now() / 1_000),
        model: request.model,
      };
      const pieces = session.pipe({ body, sub }, signal)[Symbol.asyncIterator]();
      try {
        // What fails at once is refused with its own error, as by any other server.
        const first = await pieces.next();
        const failure = first.done === true ? null : failureIn(first.value);
        if (failure !== null) throw failure;
        const source = chunksOf({ first, pieces, close }, head);
        return chunkAnswer(source, request.stream === true);
      } catch (error) {
        close();
        throw error;
      }
    },

    // Processes belong to the host.
    close: () => Promise.resolve(),
  };
}

/** The same, but whoever waits may leave before. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const leave = () => reject(signal.reason);
  if (signal.aborted) leave();
  signal.addEventListener("abort", leave, { once: true });
  work.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  return promise;
}

type Given = {
  first: IteratorResult<Json>;
  pieces: AsyncIterator<Json>;
  close: () => void;
};

/** What a pipe gives as chunks: a role first, and an end if it named none. */
async function* chunksOf(
  { first, pieces, close }: Given,
  head: JsonObject,
): AsyncGenerator<CompletionChunk> {
  const chunk = (delta: JsonObject, finish: string | null = null) =>
    completionChunk.parse({ ...head, choices: [{ index: 0, delta, finish_reason: finish }] });
  let next = first;
  let finished = false;
  try {
    yield chunk({ role: "assistant", content: "" });
    for (; next.done !== true; next = await pieces.next()) {
      const made =
        typeof next.value === "string" ? chunk({ content: next.value }) : madeOf(next.value);
      finished ||= made.choices.some(({ finish_reason }) => typeof finish_reason === "string");
      yield { ...head, ...made };
    }
    if (!finished) yield chunk({}, "stop");
  } finally {
    if (next.done !== true) await pieces.return?.();
    close();
  }
}

/** A piece that is no text: a chunk, or a whole completion. */
function madeOf(piece: Json): CompletionChunk {
  const failure = failureIn(piece);
  if (failure !== null) throw failure;
  const given = jsonObject.safeParse(piece).data ?? {};
  const whole = completion.safeParse(given);
  if (whole.success) return chunkOf(whole.data);
  const chunk =
    Array.isArray(given.choices) || given.usage ? completionChunk.safeParse(given) : null;
  if (chunk?.success) return chunk.data;
  throw new ParleyError(
    "function_failed",
    "The pipe gave something that is neither text nor a piece of an answer.",
  );
}

/** `{ error: … }`, as OpenAI's streams and the original's pipes report one. */
function failureIn(piece: Json): ParleyError | null {
  const error = jsonObject.safeParse(piece).data?.error ?? null;
  if (error === null) return null;
  const told = jsonObject.safeParse(error).data;
  const message = told?.message ?? told?.detail ?? error;
  return new ParleyError("function_failed", typeof message === "string" ? message : "It failed.");
}
