import { type FunctionManifest, jsonObject, ParleyError } from "@parley/core";
import { z } from "zod";
import { hostPattern } from "../broker/patterns.ts";
import type { Shape } from "./shape.ts";

const name = z.string().trim().min(1).max(100);
const sentence = z.string().max(2_000).nullish();
const subId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_:-]{0,63}$/, "an id has letters, digits, - and _");
/** A name of Lucide's, or a picture inside its address. */
const icon = z
  .string()
  .regex(
    /^(?:[A-Za-z][A-Za-z0-9-]{0,63}|data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,][^\s"'<>]*)$/,
  )
  .max(50_000)
  .nullish();
const fetchHost = z
  .string()
  .max(260)
  .refine(
    (text) => hostPattern(text) !== null,
    "a host is written as api.example.com, *.example.com or 127.0.0.1:8080",
  );
const schema = jsonObject
  .nullable()
  .refine((value) => JSON.stringify(value).length <= 100_000, "the schema is too long");
const unique = <T extends { id: string }>(items: T[]) =>
  new Set(items.map(({ id }) => id)).size === items.length;

/** The models of a manifold. */
export const pipeList = z
  .array(z.object({ id: subId, name, description: z.string().max(2_000).optional() }))
  .max(200)
  .refine(unique, "two of them have one id");

/** The choices of a valve. */
export const choiceList = z.array(z.string().max(1_000)).max(1_000);

/** What the process says about the function: checked like anything from there. */
const described = z.object({
  kind: z.enum(["filter", "pipe", "action"]),
  name,
  version: z.string().max(50).nullish(),
  description: sentence,
  icon,
  author: z.string().max(200).nullish(),
  permissions: z
    .strictObject({
      fetch: z.array(fetchHost).max(100).optional(),
      models: z.array(z.string().min(1).max(200)).max(100).optional(),
      storage: z.boolean().optional(),
    })
    .optional(),
  valves: schema,
  userValves: schema,
  options: z.array(z.string().max(100)).max(50),
  hooks: z.array(z.enum(["inlet", "stream", "outlet", "pipe", "action"])),
  priority: z.number().min(-1_000_000).max(1_000_000).optional(),
  toggle: z.boolean().optional(),
  whenItFails: z.enum(["closed", "open"]).optional(),
  tasks: z.boolean().optional(),
  actions: z
    .array(z.object({ id: subId, name, icon }))
    .max(50)
    .refine(unique, "two of them have one id")
    .optional(),
  pipes: z.union([z.literal("dynamic"), pipeList]).nullish(),
});

/** Puts together what was read in the source and what the function says about itself. */
export function manifestOf(shape: Shape, said: unknown): FunctionManifest {
  const parsed = described.safeParse(said);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join(".") ?? "";
    throw invalid(
      `\`${where}\` is not as it should be: ${issue?.message ?? "it has another shape"}.`,
    );
  }
  const { kind, hooks, ...rest } = parsed.data;
  const found = Object.keys(shape.hooks).toSorted();
  if (kind !== shape.kind || hooks.toSorted().join() !== found.join()) {
    throw invalid("What it exports is not what is written in its source.");
  }
  return {
    kind,
    name: rest.name,
    version: rest.version ?? null,
    description: rest.description ?? null,
    icon: rest.icon ?? null,
    author: rest.author ?? null,
    permissions: {
      fetch: rest.permissions?.fetch ?? [],
      models: rest.permissions?.models ?? [],
      storage: rest.permissions?.storage ?? false,
    },
    valves: rest.valves,
    userValves: rest.userValves,
    options: rest.options,
    hooks: shape.hooks,
    priority: rest.priority ?? 0,
    toggle: rest.toggle ?? false,
    whenItFails: rest.whenItFails ?? "closed",
    tasks: rest.tasks ?? false,
    actions: (rest.actions ?? []).map((action) => ({ ...action, icon: action.icon ?? null })),
    pipes: Array.isArray(rest.pipes) ? rest.pipes.map(withoutAbsent) : (rest.pipes ?? null),
  };
}

function invalid(sentenceOf: string): ParleyError {
  return new ParleyError("invalid_request", sentenceOf, { param: "source" });
}

type Model = { id: string; name: string; description?: string };

function withoutAbsent({ id, name: called, description }: z.infer<typeof pipeList>[number]): Model {
  return { id, name: called, ...(description === undefined ? {} : { description }) };
}
