import type { Json } from "@parley/core";
import type { Chunk, CompletionText, Emit, Fetch, Storage } from "../sdk/index.ts";
import { ask, drop } from "./asks.ts";
import { send } from "./wire.ts";

/** What a function can ask of Parley, for one session. */
export function toolsFor(session: number) {
  const asked = (kind: "emit" | "call" | "storage", input: Json) =>
    ask({ session, kind, input }).answer;
  const emit: Emit = async (event) => void (await asked("emit", toJson(event)));
  const call = (question: unknown) => asked("call", toJson(question));
  const complete = (body: unknown) =>
    ask({ session, kind: "complete", input: toJson(body) }).answer.then(completionText);
  complete.stream = (body: unknown) => streamed(session, toJson(body));
  return { emit, call, complete, fetch: fetchFor(session), storage: storageFor(asked) };
}

/** A value as it will arrive: without what JSON can't hold. */
function toJson(value: unknown): Json {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError("This can't be sent: it is not JSON.");
  return JSON.parse(text);
}

function completionText(value: Json): CompletionText {
  const { text, usage } = asObject(value);
  return {
    text: typeof text === "string" ? text : "",
    usage: typeof usage === "object" && usage !== null && !Array.isArray(usage) ? usage : null,
  };
}

function asObject(value: Json): { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function storageFor(asked: (kind: "storage", input: Json) => Promise<Json>): Storage {
  return {
    async get(key) {
      const { found, value = null } = asObject(await asked("storage", { do: "get", key }));
      return found === true ? value : undefined;
    },
    async set(key, value) {
      await asked("storage", { do: "set", key, value: toJson(value) });
    },
    async delete(key) {
      await asked("storage", { do: "delete", key });
    },
    async keys(prefix = "") {
      const keys = await asked("storage", { do: "keys", prefix });
      return Array.isArray(keys) ? keys.map(String) : [];
    },
    async add(key, amount) {
      return Number(await asked("storage", { do: "add", key, amount }));
    },
  };
}

/** Statuses that forbid a body. */
const bare = new Set([101, 204, 205, 304]);

function fetchFor(session: number): Fetch {
  return async (url, options = {}) => {
    const { method = "GET", headers = {}, body, signal } = options;
    const input: Json = {
      url: String(url),
      method: String(method),
      headers: Object.fromEntries(new Headers(headers)),
      body: body === undefined || body === null ? null : String(body),
    };
    const value = asObject(await ask({ session, kind: "fetch", input, signal }).answer);
    const status = Number(value.status);
    const text = typeof value.body === "string" ? value.body : "";
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const response = new Response(bare.has(status) ? null : bytes, {
      status,
      statusText: String(value.statusText),
      headers: new Headers(pairs(value.headers)),
    });
    Object.defineProperty(response, "url", { value: String(value.url) });
    return response;
  };
}

function pairs(value: Json | undefined): [string, string][] {
  const list = Array.isArray(value) ? value : [];
  return list.flatMap((entry) =>
    Array.isArray(entry) ? [[String(entry[0]), String(entry[1])] satisfies [string, string]] : [],
  );
}

/** How many pieces of a completion the host may send ahead. */
const ahead = 32;

/** A streamed completion: asks for more as it is read, and ends it when it is left. */
async function* streamed(session: number, input: Json): AsyncGenerator<Chunk> {
  const waiting: Json[] = [];
  let ended = false;
  let broken: unknown = null;
  let wake = Promise.withResolvers<void>();
  const rouse = () => {
    wake.resolve();
    wake = Promise.withResolvers<void>();
  };
  const chunks = (pieces: Json[]) => {
    waiting.push(...pieces);
    rouse();
  };
  const { request, answer } = ask({ session, kind: "stream", input, chunks });
  const end = (error: unknown) => {
    ended = true;
    broken = error;
    rouse();
  };
  answer.then(() => end(null), end);
  send({ t: "want", r: request, n: ahead });
  let read = 0;
  try {
    for (;;) {
      const piece = waiting.shift();
      if (piece !== undefined) {
        read += 1;
        if (read % (ahead / 2) === 0) send({ t: "want", r: request, n: ahead / 2 });
        yield asObject(piece);
      } else if (!ended) await wake.promise;
      else if (broken !== null) throw broken;
      else return;
    }
  } finally {
    drop(request);
  }
}
