import type { z } from "zod";
import type { Awaitable, Nothing } from "./awaitable.ts";
import type { Context } from "./context.ts";
import type { Description, NoValves } from "./describe.ts";
import type { Json, JsonObject } from "./json.ts";
import type { AnsweredBody } from "./messages.ts";

/** What an action may change; each key is optional. Anything else it returns goes to the caller alone. */
export type ActionResult = {
  /** The message's new text; the old one is kept. */
  content?: string;
  /** Custom fields of the message; null takes one away. */
  fields?: JsonObject;
  /** Messages of the branch, by id, with a new text or custom fields. */
  messages?: ({ id: string; content?: string } & { [key: string]: Json | undefined })[];
  notification?: { type: "info" | "success" | "warning" | "error"; content: string };
  /** A page of its own below the message, in a frame that can reach nothing of Parley. */
  page?: { title: string; html: string };
  [key: string]: unknown;
};

export type ActionOptions<Valves extends z.ZodObject, UserValves extends z.ZodObject> = Description<
  Valves,
  UserValves
> & {
  priority?: number;
  /** Its buttons, when it has several; their ids become `functionId.id`. */
  actions?: { id: string; name: string; icon?: string }[];
  action(
    given: Context<z.output<Valves>, z.output<UserValves>> & {
      /** The branch up to the message, and what the caller sent. */
      body: AnsweredBody;
      /** Which of `actions` was pressed; empty when it is one. */
      sub: string;
    },
  ): Awaitable<ActionResult | Json | Nothing>;
  options?: Record<
    string,
    (
      given: Pick<Context<z.output<Valves>, z.output<UserValves>>, "valves" | "fetch">,
    ) => Awaitable<string[]>
  >;
};

export type ActionFunction = { kind: "action"; options: ActionOptions<z.ZodObject, z.ZodObject> };

/** An action: a button below a message. */
export function defineAction<
  Valves extends z.ZodObject = NoValves,
  UserValves extends z.ZodObject = NoValves,
>(options: ActionOptions<Valves, UserValves>) {
  return { kind: "action" as const, options };
}
