import type { z } from "zod";
import type { Awaitable } from "./awaitable.ts";
import type { Context } from "./context.ts";
import type { Description, NoValves } from "./describe.ts";
import type { JsonObject } from "./json.ts";
import type { Chunk, CompletionBody } from "./messages.ts";

/** What a pipe may give: a text, a whole completion, or pieces of either. */
export type PipeResult =
  | string
  | JsonObject
  | AsyncIterable<string | Chunk>
  | Iterable<string | Chunk>;

export type PipeOptions<Valves extends z.ZodObject, UserValves extends z.ZodObject> = Description<
  Valves,
  UserValves
> & {
  /** The models that it is, when it is several; their ids become `functionId.id`. */
  pipes?:
    | { id: string; name: string; description?: string }[]
    | ((
        given: Pick<Context<z.output<Valves>, z.output<UserValves>>, "valves" | "fetch">,
      ) => Awaitable<{ id: string; name: string; description?: string }[]>);
  /** Answers a request. */
  pipe(
    given: Context<z.output<Valves>, z.output<UserValves>> & {
      body: CompletionBody;
      /** Which of `pipes` is asked; empty when it is one. */
      sub: string;
    },
  ): Awaitable<PipeResult>;
  options?: Record<
    string,
    (
      given: Pick<Context<z.output<Valves>, z.output<UserValves>>, "valves" | "fetch">,
    ) => Awaitable<string[]>
  >;
};

export type PipeFunction = { kind: "pipe"; options: PipeOptions<z.ZodObject, z.ZodObject> };

/** A pipe: a model made of code. */
export function definePipe<
  Valves extends z.ZodObject = NoValves,
  UserValves extends z.ZodObject = NoValves,
>(options: PipeOptions<Valves, UserValves>) {
  return { kind: "pipe" as const, options };
}
