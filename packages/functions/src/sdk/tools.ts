import type { AnswerTo, FunctionEvent, FunctionQuestion } from "./events.ts";
import type { Json, JsonObject } from "./json.ts";
import type { Chunk, CompletionBody } from "./messages.ts";

/** Tells the page something. Resolves once Parley has taken it. */
export type Emit = (event: FunctionEvent) => Promise<void>;

/** Asks the person who is at the page. Null when there is no page, no answer in time, or a refusal. */
export type Call = <Question extends FunctionQuestion>(
  question: Question,
) => Promise<AnswerTo<Question>>;

export type FetchOptions = {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
};

/**
 * Asks a server that `permissions.fetch` names. The request is made by Parley, which checks where it goes
 * to, also after a redirect, and cuts off what is too long or too late.
 */
export type Fetch = (url: string, options?: FetchOptions) => Promise<Response>;

/** An answer by a model: its text, and how much was used. */
export type CompletionText = { text: string; usage: JsonObject | null };

/** Asks a model that `permissions.models` names, with the rights of the person who asked. */
export type Complete = {
  (body: CompletionBody): Promise<CompletionText>;
  /** The same, piece by piece. */
  stream(body: CompletionBody): AsyncIterable<Chunk>;
};

/** What a function keeps between calls: its own, for all people. Needs `permissions.storage`. */
export type Storage = {
  get(key: string): Promise<Json | undefined>;
  set(key: string, value: Json): Promise<void>;
  delete(key: string): Promise<void>;
  /** Keys that begin with `prefix`, in order. */
  keys(prefix?: string): Promise<string[]>;
  /** Adds to a number, atomically, and gives the sum; an absent one is 0. */
  add(key: string, amount: number): Promise<number>;
};
