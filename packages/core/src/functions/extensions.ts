import { z } from "zod";
import { ownFieldsOf } from "../chat/reserved.ts";
import { type JsonObject, json } from "../json.ts";

const words = z.string().max(5_000);

const status = z.object({
  description: words,
  done: z.boolean().exactOptional(),
  hidden: z.boolean().exactOptional(),
});
const source = z.object({
  source: z.object({
    name: z.string().max(1_000),
    url: z
      .url({ protocol: /^https?$/ })
      .max(4_000)
      .exactOptional(),
  }),
  document: z.array(z.string().max(100_000)).max(50).exactOptional(),
  metadata: z.array(json).max(50).exactOptional(),
});
const picture = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=]*$/;
const file = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("image"),
    name: z.string().max(300),
    url: z.string().max(20_000_000).regex(picture, "a picture travels in a data: address"),
  }),
  z.object({
    type: z.literal("file"),
    name: z.string().max(300),
    url: z.string().max(20_000_000).startsWith("data:", "a file travels in a data: address"),
  }),
]);
const notification = z.object({
  type: z.enum(["info", "success", "warning", "error"]),
  content: words,
});
const text = z.object({ content: z.string().max(2_000_000) });

/** A page of an action's own, shown below the message in a frame that reaches nothing of Parley. */
export const actionPage = z.object({ title: z.string().max(300), html: z.string().max(2_000_000) });

/** What a function may tell about a message. Made anew from this list; there is no `execute`. */
export const functionEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("status"), data: status }),
  z.object({ type: z.literal("message"), data: text }),
  z.object({ type: z.literal("replace"), data: text }),
  z.object({ type: z.literal("citation"), data: source }),
  z.object({ type: z.literal("files"), data: z.object({ files: z.array(file).max(50) }) }),
  z.object({ type: z.literal("notification"), data: notification }),
]);
export type FunctionEvent = z.infer<typeof functionEvent>;

/** What is added to a message, as pages are told. */
export const messageExtension = z.discriminatedUnion("kind", [
  /** One more line of `statusHistory`. */
  z.object({ kind: z.literal("status"), status }),
  /** One more of `sources`. */
  z.object({ kind: z.literal("source"), source }),
  /** In place of `files`. */
  z.object({ kind: z.literal("files"), files: z.array(file) }),
  /** A short note to the person; it is not stored. */
  z.object({ kind: z.literal("notification"), notification }),
]);
export type MessageExtension = z.infer<typeof messageExtension>;
export type FunctionNotification = z.infer<typeof notification>;
export const functionNotification = notification;

/** The lists of a message that functions add to, as they may be written whole. */
export const messageLists = {
  statusHistory: z.array(status).max(200),
  sources: z.array(source).max(200),
  files: z.array(file).max(50),
  embeds: z.array(actionPage).max(20),
};

/**
 * Custom fields as a function may write them: what only Parley records, and ratings, are left out; the
 * lists that pages show must be what they are shown as.
 */
export function fieldsFromFunction(fields: JsonObject): JsonObject {
  const { annotation: _, ...own } = ownFieldsOf(fields);
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(own)) {
    const list = Object.entries(messageLists).find(([name]) => name === key)?.[1];
    if (list === undefined || value === null) kept[key] = value;
    else {
      const parsed = z.array(json).safeParse(list.safeParse(value).data);
      if (parsed.success) kept[key] = parsed.data;
    }
  }
  return kept;
}
