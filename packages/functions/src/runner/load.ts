import type { FunctionHook, Json } from "@parley/core";
import * as zod from "zod";
import { modulesKey } from "../protocol.ts";
import * as sdk from "../sdk/index.ts";
import { toolsFor } from "./tools.ts";

type Handler = (given: Record<string, unknown>) => unknown;

/** A function as it was exported, with what the runner calls of it. */
export type Loaded = {
  kind: string;
  options: Record<string, unknown>;
  id: string;
  hooks: Partial<Record<FunctionHook, string[]>>;
};

Object.defineProperty(globalThis, Symbol.for(modulesKey), {
  value: Object.freeze({ zod, "@parley/functions": sdk }),
});

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

export async function load(url: string): Promise<Pick<Loaded, "kind" | "options">> {
  const module: { default?: unknown } = await import(url);
  const fn = module.default;
  if (!isObject(fn) || typeof fn.kind !== "string" || !isObject(fn.options)) {
    throw new Error(
      "Its default export has to be made by defineFilter, definePipe or defineAction.",
    );
  }
  return { kind: fn.kind, options: fn.options };
}

/** A handler of the function, bound to its options. */
export function handlerOf({ options }: Loaded, name: string): Handler | null {
  const handler = options[name];
  return typeof handler === "function" ? (given) => Reflect.apply(handler, options, [given]) : null;
}

/** Choices for a valve, or the models of a manifold: their handlers are given valves and `fetch`. */
export async function askFor(
  loaded: Loaded,
  what: { kind: "pipes" } | { kind: "options"; name: string },
  given: { session: number; valves: unknown },
): Promise<unknown> {
  const { pipes, options } = loaded.options;
  const handler = what.kind === "pipes" ? pipes : isObject(options) ? options[what.name] : null;
  if (Array.isArray(handler)) return handler;
  if (typeof handler !== "function") throw new Error("There is nothing to ask for.");
  const { fetch } = toolsFor(given.session);
  return await Reflect.apply(handler, loaded.options, [{ valves: given.valves, fetch }]);
}

/** Valves as the function's schema makes them: defaults filled in, transformed where it says so. */
export function parsedValves(loaded: Loaded, which: "valves" | "userValves", value: unknown) {
  const schema = loaded.options[which];
  if (!(schema instanceof zod.ZodType)) return value;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const what = which === "valves" ? "Its valves" : "The person's valves";
  throw new Error(`${what} don't fit: ${zod.prettifyError(parsed.error)}`);
}

function schemaOf(value: unknown, name: string): unknown {
  if (value === undefined) return null;
  if (!(value instanceof zod.ZodObject)) throw new Error(`\`${name}\` has to be a z.object(…).`);
  return zod.toJSONSchema(value, { io: "input", unrepresentable: "any" });
}

/** What the function says about itself, as JSON; the host checks every part of it. */
export function describe({ kind, options }: Pick<Loaded, "kind" | "options">): Json {
  const { name, version, description, icon, author, permissions, pipes } = options;
  const handlers = ["inlet", "stream", "outlet", "pipe", "action"];
  const described = {
    kind,
    name,
    version,
    description,
    icon,
    author,
    permissions,
    valves: schemaOf(options.valves, "valves"),
    userValves: schemaOf(options.userValves, "userValves"),
    options: isObject(options.options) ? Object.keys(options.options) : [],
    hooks: handlers.filter((hook) => typeof options[hook] === "function"),
    priority: options.priority,
    toggle: options.toggle,
    whenItFails: options.whenItFails,
    tasks: options.tasks,
    actions: options.actions,
    pipes: typeof pipes === "function" ? "dynamic" : pipes,
  };
  return JSON.parse(JSON.stringify(described));
}
