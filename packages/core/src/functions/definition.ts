import { z } from "zod";
import { ParleyError } from "../errors.ts";
import { jsonObject } from "../json.ts";
import type { FunctionManifest } from "../ports/functions.ts";

/** Ids of functions: they stand before the dot in ids of models and actions. */
export const functionId = z
  .string()
  .regex(
    /^[a-z][a-z0-9_-]{0,63}$/,
    "An id begins with a small letter, and has small letters, digits, _ or -",
  );

/** Longer ones are not written by hand. */
export const functionSource = z.string().min(1, "Write a function").max(500_000);

export const functionHook = z.enum(["inlet", "stream", "outlet", "pipe", "action"]);

const listed = z.object({ id: z.string(), name: z.string() });

/** A manifest as it is stored. Made by the host, which has checked what the source says. */
export const functionManifest: z.ZodType<FunctionManifest> = z.object({
  kind: z.enum(["filter", "pipe", "action"]),
  name: z.string(),
  version: z.string().nullable(),
  description: z.string().nullable(),
  icon: z.string().nullable(),
  author: z.string().nullable(),
  permissions: z.object({
    fetch: z.array(z.string()),
    models: z.array(z.string()),
    storage: z.boolean(),
  }),
  valves: jsonObject.nullable(),
  userValves: jsonObject.nullable(),
  options: z.array(z.string()),
  hooks: z.partialRecord(functionHook, z.array(z.string())),
  priority: z.number(),
  toggle: z.boolean(),
  whenItFails: z.enum(["closed", "open"]),
  tasks: z.boolean(),
  actions: z.array(listed.extend({ icon: z.string().nullable() })),
  pipes: z
    .union([
      z.array(listed.extend({ description: z.string().exactOptional() })),
      z.literal("dynamic"),
    ])
    .nullable(),
});

/** A function as it is exported. Secrets stay where they are. */
export const exportedFunction = z.object({
  id: functionId,
  source: functionSource,
  global: z.boolean().default(false),
  valves: jsonObject.default({}),
});
export type ExportedFunction = z.infer<typeof exportedFunction>;

export type ImportResult = { created: string[]; failed: { id: string; message: string }[] };

/**
 * Where a function comes from that nobody made on the page. With a `manifest` nothing is run to learn what
 * it is; `enabled` counts when it is new.
 */
export type FunctionOrigin =
  | { file: string }
  | { shipped: string; manifest?: FunctionManifest | null; enabled?: boolean };

/** A function is called as what it is: another kind would need another function. */
export function refuseOtherKind(before: FunctionManifest, { kind }: FunctionManifest): void {
  if (kind === before.kind) return;
  throw new ParleyError(
    "invalid_request",
    `This function is a ${before.kind}, and stays one. Make a new function for a ${kind}.`,
    { param: "source" },
  );
}

/** An id made of a name; "function" when nothing of it can stand in one. */
export function idFrom(name: string): string {
  const id = name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 48)
    .replace(/-+$/, "");
  return id === "" ? "function" : id;
}

/** `id.sub` as the function and which of its models or buttons; `sub` is empty when there is one. */
export function splitId(id: string): { functionId: string; sub: string } {
  const dot = id.indexOf(".");
  return dot === -1
    ? { functionId: id, sub: "" }
    : { functionId: id.slice(0, dot), sub: id.slice(dot + 1) };
}
