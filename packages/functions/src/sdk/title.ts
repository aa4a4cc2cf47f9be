import type { CompletionBody } from "./messages.ts";
import { textOf } from "./text.ts";

const asksForTitle = "Write a title";
const mostWords = 8;
/** A title that was cut keeps at least so many words. */
const leastWords = 3;
const greeting = /^(?:hi|hey|hello|hallo|good (?:morning|evening|day))(?: there)?[\s.!,]*$/i;
const politeness = /^(?:please|(?:can|could|would|will) you(?: please)?)[\s,]+/i;
/** Words that begin a part which a shorter title can do without. */
const connectors = new Set(
  "and at because but by for from if in into of on or so than that to when where which while with".split(
    " ",
  ),
);

/**
 * A title in the person's own words, when the request asks for one; else null. Chats are named by the
 * model that answered, and a pipe that makes up its answers has no other.
 */
export function titleFor({ messages }: CompletionBody): string | null {
  const all = messages.map(textOf).join("\n\n");
  if (!all.includes(asksForTitle)) return null;
  const quoted = /<question>\s*([\s\S]*?)\s*<\/question>/.exec(all)?.[1];
  const said = messages.filter(({ role }) => role === "user").map(textOf);
  const other = said.find((text) => !text.includes(asksForTitle));
  const title = titleFrom(quoted ?? other ?? said.at(-1)?.trim().split(/\n+/).at(-1) ?? "");
  return all.includes("JSON") ? JSON.stringify({ title }) : title;
}

function titleFrom(topic: string): string {
  const sentences = topic
    .split(/(?<=[.!?])\s+|\n+/)
    .map((part) => part.replace(/^[^\p{L}\p{N}]+/u, "").trim())
    .filter((part) => part !== "");
  const telling = sentences.find((part) => !greeting.test(part)) ?? sentences[0];
  if (telling === undefined) return "A chat without words";
  const title = shortened(telling.replace(politeness, "").split(/\s+/)).replace(/[\s.,:;!]+$/, "");
  return title.charAt(0).toLocaleUpperCase("en") + title.slice(1);
}

/** The words up to where the sentence can be left, so that what stays reads as one. */
function shortened(words: string[]): string {
  const first = words.slice(0, mostWords);
  const breaks = first.findLastIndex((word, at) => at + 1 >= leastWords && /[:;]$/.test(word));
  if (breaks !== -1) return first.slice(0, breaks + 1).join(" ");
  if (words.length <= mostWords || /,$/.test(first.at(-1) ?? "")) return first.join(" ");
  const connector = first.findLastIndex(
    (word, at) => at >= leastWords && connectors.has(word.toLowerCase()),
  );
  return (connector === -1 ? first : first.slice(0, connector)).join(" ");
}
