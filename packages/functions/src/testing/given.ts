import { z } from "zod";
import type { ActionFunction, ActionOptions, ActionResult } from "../sdk/action.ts";
import type { FunctionModel, FunctionUser, RequestFacts } from "../sdk/context.ts";
import type { FilterFunction, FilterOptions } from "../sdk/filter.ts";
import type { Json, JsonObject } from "../sdk/json.ts";
import type { AnsweredBody, Chunk, CompletionBody } from "../sdk/messages.ts";
import type { PipeFunction, PipeOptions, PipeResult } from "../sdk/pipe.ts";
import { blockedBy } from "../sdk/verdict.ts";
import { answered, asked, lastPiece, piece, textOfPiece } from "./bodies.ts";
import { type Fakes, type Recorded, recordingTools } from "./tools.ts";

/** What a test says about the call; all else has a default. */
export type Given<Valves extends z.ZodObject, UserValves extends z.ZodObject> = Fakes & {
  /** Checked by the function's schema, which gives the rest. */
  valves?: Partial<z.input<Valves>>;
  userValves?: Partial<z.input<UserValves>>;
  id?: string;
  user?: Partial<Omit<FunctionUser<never>, "valves">>;
  model?: Partial<FunctionModel>;
  metadata?: JsonObject;
  chatId?: string;
  messageId?: string;
  request?: Partial<RequestFacts>;
};

/** A body after a filter; `blocked` is the sentence of a verdict. */
export type Passed<Body> = { body: Body; blocked: string | null };

/** A filter at work for one answer: what it puts into `state` stays from hook to hook. */
export type FilterAtWork = Recorded & {
  state: JsonObject;
  inlet(body: CompletionBody | string): Promise<Passed<CompletionBody>>;
  /** Null: the piece is left out. */
  stream(event: Chunk): Promise<Chunk | null>;
  /** Sends pieces with these texts and a last one without; gives the text that comes out. */
  streamed(texts: string[]): Promise<string>;
  outlet(body: AnsweredBody | string): Promise<Passed<AnsweredBody>>;
};

export type PipeAtWork = Recorded & {
  /** All that it gives: `text` is what a person sees. */
  pipe(
    body: CompletionBody | string,
    sub?: string,
  ): Promise<{ text: string; pieces: (string | JsonObject | Chunk)[] }>;
};

export type ActionAtWork = Recorded & {
  action(body: AnsweredBody | string, sub?: string): Promise<ActionResult | Json | null>;
};

/**
 * Puts a function to work as Parley does, without Parley: bodies are copies, valves have their defaults,
 * permissions count, and what the function does outside is written down.
 */
export function given<V extends z.ZodObject, U extends z.ZodObject>(
  fn: { kind: "filter"; options: FilterOptions<V, U> },
  world?: Given<V, U>,
): FilterAtWork;
export function given<V extends z.ZodObject, U extends z.ZodObject>(
  fn: { kind: "pipe"; options: PipeOptions<V, U> },
  world?: Given<V, U>,
): PipeAtWork;
export function given<V extends z.ZodObject, U extends z.ZodObject>(
  fn: { kind: "action"; options: ActionOptions<V, U> },
  world?: Given<V, U>,
): ActionAtWork;
export function given(
  fn: FilterFunction | PipeFunction | ActionFunction,
  world: Given<z.ZodObject, z.ZodObject> = {},
): FilterAtWork | PipeAtWork | ActionAtWork {
  if (fn.kind === "filter") return filterAtWork(fn, world);
  return fn.kind === "pipe" ? pipeAtWork(fn, world) : actionAtWork(fn, world);
}

type World = Given<z.ZodObject, z.ZodObject>;
const noValves = z.object({});

function contextOf({ options }: FilterFunction | PipeFunction | ActionFunction, world: World) {
  const { recorded, tools } = recordingTools(options.permissions ?? {}, world);
  const user = {
    id: "a-person",
    name: "Ada",
    email: "ada@example.com",
    role: "user",
    ...world.user,
    valves: (options.userValves ?? noValves).parse(world.userValves ?? {}),
  };
  const context = {
    id: world.id ?? "a-function",
    valves: (options.valves ?? noValves).parse(world.valves ?? {}),
    user,
    model: { id: "a-model", name: "A model", ...world.model },
    metadata: world.metadata ?? {},
    chatId: world.chatId ?? "a-chat",
    messageId: world.messageId ?? "the-answer",
    request: { caller: "chat", startedAt: 1_700_000_000_000, ...world.request },
    signal: new AbortController().signal,
    ...tools,
  };
  return { recorded, context };
}

function filterAtWork(fn: FilterFunction, world: World): FilterAtWork {
  const { recorded, context } = contextOf(fn, world);
  const { inlet, stream, outlet } = fn.options;
  const state: JsonObject = {};
  let request: CompletionBody = asked("");

  const pass = async (event: Chunk) => {
    const given = structuredClone(event);
    const result = await stream?.({ ...context, state, event: given, body: request });
    return result === undefined ? event : result;
  };
  return {
    ...recorded,
    state,
    async inlet(body) {
      request = typeof body === "string" ? asked(body) : body;
      const result = await inlet?.({ ...context, state, body: structuredClone(request) });
      const blocked = blockedBy(result);
      if (blocked === null && isBody<CompletionBody>(result)) request = result;
      return { body: request, blocked };
    },
    stream: pass,
    async streamed(texts) {
      let text = "";
      for (const chunk of [...texts.map(piece), lastPiece()]) {
        const passed = await pass(chunk);
        if (passed) text += textOfPiece(passed);
      }
      return text;
    },
    async outlet(body) {
      const before = typeof body === "string" ? answered(body) : body;
      const result = await outlet?.({ ...context, state, body: structuredClone(before) });
      const blocked = blockedBy(result);
      return {
        body: blocked === null && isBody<AnsweredBody>(result) ? result : before,
        blocked,
      };
    },
  };
}

function pipeAtWork(fn: PipeFunction, world: World): PipeAtWork {
  const { recorded, context } = contextOf(fn, world);
  return {
    ...recorded,
    async pipe(body, sub = "") {
      const request = typeof body === "string" ? asked(body) : structuredClone(body);
      const result = await fn.options.pipe({ ...context, body: request, sub });
      const pieces = await piecesOf(result);
      return { pieces, text: pieces.map(textOfAny).join("") };
    },
  };
}

function actionAtWork(fn: ActionFunction, world: World): ActionAtWork {
  const { recorded, context } = contextOf(fn, world);
  return {
    ...recorded,
    async action(body, sub = "") {
      const branch = typeof body === "string" ? answered(body) : structuredClone(body);
      return (await fn.options.action({ ...context, body: branch, sub })) ?? null;
    },
  };
}

async function piecesOf(result: PipeResult): Promise<(string | JsonObject | Chunk)[]> {
  if (typeof result === "string") return [result];
  if (!isIterable(result)) return [result];
  const pieces: (string | Chunk)[] = [];
  for await (const one of result) pieces.push(one);
  return pieces;
}

function textOfAny(given: string | JsonObject | Chunk): string {
  if (typeof given === "string") return given;
  const { data } = someAnswer.safeParse(given);
  return (
    data?.choices.map(({ message, delta }) => (message ?? delta)?.content ?? "").join("") ?? ""
  );
}

const withContent = z.object({ content: z.string().nullish() }).optional();
/** A whole completion, or a piece of one. */
const someAnswer = z.object({
  choices: z.array(z.object({ message: withContent, delta: withContent })),
});

function isIterable(
  value: Exclude<PipeResult, string>,
): value is AsyncIterable<string | Chunk> | Iterable<string | Chunk> {
  return Symbol.asyncIterator in value || Symbol.iterator in value;
}

function isBody<Body>(result: unknown): result is Body {
  return typeof result === "object" && result !== null;
}
