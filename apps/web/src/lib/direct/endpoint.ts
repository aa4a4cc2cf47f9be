import { type CompletionChunk, type JsonObject, json, parseJson, rebuildChunk } from "@parley/core";
import { createParser } from "eventsource-parser";
import { z } from "zod";
import type { DirectConnection, DirectModel } from "./connection.ts";
import { EndpointError, presentable, whyUnanswered } from "./problem.ts";

export type EndpointOptions = { signal: AbortSignal; pageOrigin: string; fetch: typeof fetch };
type Endpoint = Pick<DirectConnection, "baseUrl" | "key">;

const listed = z.object({ id: z.string().min(1).max(200), name: z.string().max(200).nullish() });
const list = z.union([
  z.looseObject({ data: z.array(z.unknown()) }).transform(({ data }) => data),
  z.looseObject({ models: z.array(z.unknown()) }).transform(({ models }) => models),
  z.array(z.unknown()),
]);

/** The models that an endpoint lists. Rejects with an EndpointError that says what is in the way. */
export async function listModels(
  endpoint: Endpoint,
  options: EndpointOptions,
): Promise<DirectModel[]> {
  const response = await ask(endpoint, { path: "/models" }, options);
  const found = parseJson(list, await response.text());
  if (found === null) throw new EndpointError({ kind: "unreadable" });
  return found.flatMap((entry) => {
    const { data } = listed.safeParse(entry);
    return data === undefined ? [] : [{ id: data.id, name: data.name || data.id }];
  });
}

/** The chunks of an answer, made anew from what came. Rejects with an EndpointError, or the signal's reason. */
export async function* complete(
  endpoint: Endpoint,
  body: JsonObject,
  options: EndpointOptions,
): AsyncGenerator<CompletionChunk> {
  const response = await ask(endpoint, { path: "/chat/completions", body }, options);
  const type = response.headers.get("content-type") ?? "";
  if (type.includes("html")) throw new EndpointError({ kind: "unreadable" });
  if (type.includes("json")) {
    yield* wholeAnswer(await response.text(), endpoint.key);
    return;
  }
  let answered = false;
  for await (const data of eventsOf(response, options.signal)) {
    if (data === "[DONE]") return;
    if (data.trim() === "") continue;
    yield readChunk(data, endpoint.key);
    answered = true;
  }
  if (!answered) throw new EndpointError({ kind: "unreadable" });
}

type Question = { path: string; body?: JsonObject };

async function ask(endpoint: Endpoint, question: Question, options: EndpointOptions) {
  const { signal, fetch } = options;
  const { key, baseUrl } = endpoint;
  const url = `${baseUrl}${question.path}`;
  const violations = watchPolicy();
  let response: Response;
  try {
    response = await fetch(url, {
      method: question.body === undefined ? "GET" : "POST",
      headers: {
        ...(question.body === undefined ? {} : { "content-type": "application/json" }),
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      },
      body: question.body === undefined ? null : JSON.stringify(question.body),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    if (violations.seen()) throw new EndpointError({ kind: "policy" }, error);
    throw new EndpointError(await whyUnanswered({ ...options, url }), error);
  } finally {
    violations.end();
  }
  if (response.ok) return response;
  const detail = presentable(reportIn(await response.text().catch(() => "")), key);
  throw new EndpointError({ kind: "status", status: response.status, detail });
}

/** Whether the page's own policy kept a request from being made. */
function watchPolicy(): { seen(): boolean; end(): void } {
  let seen = false;
  const see = () => {
    seen = true;
  };
  globalThis.document?.addEventListener("securitypolicyviolation", see);
  return {
    seen: () => seen,
    end: () => globalThis.document?.removeEventListener("securitypolicyviolation", see),
  };
}

const reported = z.union([
  z
    .looseObject({ error: z.looseObject({ message: z.string() }) })
    .transform((b) => b.error.message),
  z.looseObject({ error: z.string() }).transform(({ error }) => error),
  z.looseObject({ message: z.string() }).transform(({ message }) => message),
  z.looseObject({ detail: z.string() }).transform(({ detail }) => detail),
]);

function reportIn(text: string): string {
  return parseJson(reported, text) ?? (/^\s*</.test(text) ? "" : text);
}

const failed = z.looseObject({ error: json.refine((error) => error !== null) });

function readChunk(data: string, key: string | null): CompletionChunk {
  if (parseJson(failed, data) !== null) {
    throw new EndpointError({ kind: "reported", detail: presentable(reportIn(data), key) });
  }
  const chunk = rebuildChunk(data);
  if (chunk === null) throw new EndpointError({ kind: "unreadable" });
  return chunk;
}

const whole = z.looseObject({
  choices: z.array(z.looseObject({ message: z.unknown() })).min(1),
});

/** An endpoint that doesn't stream gives one chunk that holds everything. */
function* wholeAnswer(text: string, key: string | null): Generator<CompletionChunk> {
  const answer = parseJson(whole, text);
  if (answer === null) {
    if (parseJson(failed, text) === null) throw new EndpointError({ kind: "unreadable" });
    readChunk(text, key);
    return;
  }
  const choices = answer.choices.map(({ message, ...choice }) => ({ ...choice, delta: message }));
  yield readChunk(JSON.stringify({ ...answer, choices }), key);
}

async function* eventsOf(response: Response, signal: AbortSignal): AsyncGenerator<string> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const ready: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => ready.push(data) });
  try {
    for (;;) {
      const { done, value } = await read(reader, signal);
      // The parser keeps what is no whole line yet; at the end, what is left counts as one.
      parser.feed(done ? `${decoder.decode()}\n\n` : decoder.decode(value, { stream: true }));
      yield* ready.splice(0);
      if (done) return;
    }
  } finally {
    // A stream that has failed refuses this, too.
    await Promise.allSettled([reader.cancel()]);
  }
}

async function read(reader: ReadableStreamDefaultReader<Uint8Array>, signal: AbortSignal) {
  try {
    return await reader.read();
  } catch (error) {
    signal.throwIfAborted();
    throw new EndpointError({ kind: "broken" }, error);
  }
}
