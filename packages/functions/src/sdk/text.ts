import type { JsonObject } from "./json.ts";

type WithContent = { content?: string | JsonObject[] | null };

/** The text of a message, without its pictures and files. */
export function textOf({ content }: WithContent): string {
  if (typeof content === "string") return content;
  return (content ?? []).flatMap((part) => textOfPart(part) ?? []).join("\n");
}

/** The message with each piece of its text changed; pictures and files stay where they are. */
export function mapText<M extends WithContent>(message: M, change: (text: string) => string): M {
  const { content } = message;
  if (typeof content === "string") return { ...message, content: change(content) };
  if (!content) return message;
  const parts = content.map((part) => {
    const text = textOfPart(part);
    return text === null ? part : { ...part, text: change(text) };
  });
  return { ...message, content: parts };
}

/** The message with this text in place of its own; pictures and files stay, after the text. */
export function withText<M extends WithContent>(message: M, text: string): M {
  const { content } = message;
  if (!Array.isArray(content)) return { ...message, content: text };
  const others = content.filter((part) => textOfPart(part) === null);
  return { ...message, content: [{ type: "text", text }, ...others] };
}

function textOfPart(part: JsonObject): string | null {
  return part.type === "text" && typeof part.text === "string" ? part.text : null;
}
