import { type Json, json } from "@parley/core";
import { z } from "zod";
import { demandParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";

const short = z.string().max(1_000);
const text = z.string().max(1_000_000);
const webAddress = z
  .string()
  .max(4_000)
  .regex(/^https?:\/\//i, "an address begins with https:// or http://");
const dataAddress = z
  .string()
  .max(8_000_000)
  .regex(/^data:[\w.+-]+\/[\w.+-]+[;,]/, "a file travels inside its data: address");
const tone = z.enum(["info", "success", "warning", "error"]);

/** The closed list of what a function can tell the page: made anew, so nothing else passes. */
const event = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("status"),
    data: z.object({
      description: short,
      done: z.boolean().optional(),
      hidden: z.boolean().optional(),
    }),
  }),
  z.object({ type: z.literal("message"), data: z.object({ content: text }) }),
  z.object({ type: z.literal("replace"), data: z.object({ content: text }) }),
  z.object({
    type: z.literal("citation"),
    data: z.object({
      source: z.object({ name: short, url: webAddress.optional() }),
      document: z.array(z.string().max(100_000)).max(50).optional(),
      metadata: z.array(json).max(50).optional(),
    }),
  }),
  z.object({
    type: z.literal("files"),
    data: z.object({
      files: z
        .array(z.object({ type: z.enum(["image", "file"]), name: short, url: dataAddress }))
        .max(20),
    }),
  }),
  z.object({ type: z.literal("notification"), data: z.object({ type: tone, content: short }) }),
]);

const question = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("confirmation"),
    data: z.object({ title: short, message: z.string().max(10_000) }),
  }),
  z.object({
    type: z.literal("input"),
    data: z.object({
      title: short,
      message: z.string().max(10_000),
      placeholder: short.optional(),
      value: z.string().max(100_000).optional(),
      kind: z.enum(["text", "password", "number"]).optional(),
      options: z.array(short).max(200).optional(),
    }),
  }),
]);

const mostParts = 5_000;

function checked(schema: z.ZodType, value: Json, what: string): Json {
  demandParts(value, mostParts);
  const parsed = schema.safeParse(value);
  // Absent properties become undefined ones, which JSON does not have.
  if (parsed.success) return json.parse(JSON.parse(JSON.stringify(parsed.data)));
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : ` (${issue.path.join(".")})`;
  throw new Refusal(`This is no ${what} that Parley knows${where}: ${issue?.message ?? ""}`);
}

export const parseEvent = (value: Json) => checked(event, value, "event");
export const parseQuestion = (value: Json) => checked(question, value, "question");
