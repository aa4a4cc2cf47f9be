import type { Content, JsonObject } from "@parley/core";

const isText = (part: JsonObject) => part.type === "text" && typeof part.text === "string";

/** A content with other text; images, files and parts of unknown kinds stay where they are. */
export function withText(content: Content, text: string): Content {
  if (typeof content === "string") return text;
  const first = content.findIndex(isText);
  if (first === -1) return [{ type: "text", text }, ...content];
  return content
    .map((part, index) => (index === first ? { ...part, text } : part))
    .filter((part, index) => index === first || !isText(part));
}
