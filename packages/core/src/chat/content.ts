import { z } from "zod";
import { type JsonObject, json } from "../json.ts";

/**
 * A message's content: text, or a list of parts. Parts of kinds that Parley doesn't know are kept as
 * they came, so that nothing is lost between an upstream, a client and a later version of Parley.
 */
const textPart = z.looseObject({ type: z.literal("text"), text: z.string() });
const imagePart = z.looseObject({
  type: z.literal("image_url"),
  image_url: z.looseObject({ url: z.string() }),
});
const filePart = z.looseObject({
  type: z.literal("file"),
  file: z.looseObject({ filename: z.string().optional() }),
});
const knownPart = z.discriminatedUnion("type", [textPart, imagePart, filePart]);
const anyPart = z.record(z.string(), json);

export const contentPart: z.ZodType<JsonObject> = anyPart;
export const content = z.union([z.string(), z.array(contentPart)]);
export type Content = z.infer<typeof content>;

/** One part as the page shows it. `unknown` keeps the whole part for display. */
export type ContentView =
  | { kind: "text"; text: string }
  | { kind: "image"; url: string }
  | { kind: "file"; name: string }
  | { kind: "unknown"; type: string; part: JsonObject };

function viewOf(part: JsonObject): ContentView {
  const known = knownPart.safeParse(part);
  if (!known.success) {
    return { kind: "unknown", type: typeof part.type === "string" ? part.type : "?", part };
  }
  switch (known.data.type) {
    case "text":
      return { kind: "text", text: known.data.text };
    case "image_url":
      return { kind: "image", url: known.data.image_url.url };
    case "file":
      return { kind: "file", name: known.data.file.filename ?? "file" };
  }
}

export function viewsOf(value: Content): ContentView[] {
  if (typeof value === "string") return value === "" ? [] : [{ kind: "text", text: value }];
  return value.map(viewOf);
}

/** The readable text of a content, whichever of the two forms it has. Parts are joined by a blank line. */
export function textOf(value: Content): string {
  if (typeof value === "string") return value;
  return viewsOf(value)
    .flatMap((view) => (view.kind === "text" ? [view.text] : []))
    .join("\n\n");
}

/** A content with other text; what is no text (images, files) stays where it is, after it. */
export function replaceText(value: Content, text: string): Content {
  if (typeof value === "string") return text;
  return [{ type: "text", text }, ...value.filter((part) => viewOf(part).kind !== "text")];
}

/** A content without empty text; "" when nothing is left, because upstreams refuse a list without parts. */
export function withoutEmpty(value: Content): Content {
  if (typeof value === "string") return value.trim() === "" ? "" : value;
  const kept = value.filter(
    ({ type, text }) => type !== "text" || typeof text !== "string" || text.trim() !== "",
  );
  return kept.length === 0 ? "" : kept;
}
