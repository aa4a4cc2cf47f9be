import type { z } from "zod";
import type { Awaitable, Nothing } from "./awaitable.ts";
import type { Context } from "./context.ts";
import type { Description, NoValves } from "./describe.ts";
import type { JsonObject } from "./json.ts";
import type { AnsweredBody, Chunk, CompletionBody } from "./messages.ts";
import type { Blocked } from "./verdict.ts";

/** Of a filter's hooks: `state` is theirs alone, lives as long as the answer, and begins empty. */
type Stateful = { state: JsonObject };

export type FilterOptions<Valves extends z.ZodObject, UserValves extends z.ZodObject> = Description<
  Valves,
  UserValves
> & {
  /** The lower goes first; equal ones in the order of their ids. */
  priority?: number;
  /** People switch it on and off for each chat. */
  toggle?: boolean;
  /**
   * What happens when it breaks or takes too long. "closed": the request or the answer fails. "open": it
   * goes on as if the filter were not there.
   */
  whenItFails?: "closed" | "open";
  /** Whether titles, tags and other tasks pass through it as well. */
  tasks?: boolean;
  /** Sees a request before the model does. Nothing returned: it stays as it was. */
  inlet?(
    given: Context<z.output<Valves>, z.output<UserValves>> & Stateful & { body: CompletionBody },
  ): Awaitable<CompletionBody | Blocked | Nothing>;
  /** Sees each piece of the answer while it comes. Nothing returned: it stays; null: it is left out. */
  stream?(
    given: Context<z.output<Valves>, z.output<UserValves>> &
      Stateful & { event: Chunk; body: CompletionBody },
  ): Awaitable<Chunk | null | Nothing>;
  /** Sees the finished answer before it is stored. Nothing returned: it stays as it was. */
  outlet?(
    given: Context<z.output<Valves>, z.output<UserValves>> & Stateful & { body: AnsweredBody },
  ): Awaitable<AnsweredBody | Blocked | Nothing>;
  /** Choices for valves that name a property of this. */
  options?: Record<
    string,
    (
      given: Pick<Context<z.output<Valves>, z.output<UserValves>>, "valves" | "fetch">,
    ) => Awaitable<string[]>
  >;
};

export type FilterFunction = { kind: "filter"; options: FilterOptions<z.ZodObject, z.ZodObject> };

/** A filter: it sees what goes to a model and what comes back, and may change or stop it. */
export function defineFilter<
  Valves extends z.ZodObject = NoValves,
  UserValves extends z.ZodObject = NoValves,
>(options: FilterOptions<Valves, UserValves>) {
  return { kind: "filter" as const, options };
}
