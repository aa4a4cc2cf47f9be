import type { ConversationView } from "./conversation-view.ts";

const asksForTitle = "Write a title";
const filler = new Set(
  "a an the is are was were be do does did can could would will please tell me give show what what's how why i you my your of to for and it that this with about".split(
    " ",
  ),
);

/** A title in three to six of the person's own words, when the request asks for one; else null. */
export function titleOf(view: ConversationView): string | null {
  if (!view.last.includes(asksForTitle) && !view.all.includes(asksForTitle)) return null;
  const title = titleFrom(topicOf(view));
  return view.all.includes("JSON") ? JSON.stringify({ title }) : title;
}

function topicOf({ all, last, earlier }: ConversationView): string {
  const quoted = /<question>\s*([\s\S]*?)\s*<\/question>/.exec(all)?.[1];
  const other = [...earlier, last].find((text) => !text.includes(asksForTitle));
  return quoted ?? other ?? last.split(/\n+/).at(-1) ?? "";
}

function titleFrom(topic: string): string {
  const words = topic.match(/[\p{L}\p{N}][\p{L}\p{N}'’*+×÷=-]*/gu) ?? [];
  const telling = words.filter((word) => !filler.has(word.toLowerCase()));
  const chosen = (telling.length >= 3 ? telling : words).slice(0, 6);
  if (chosen.length === 0) return "A chat without words";
  const title = chosen.length < 3 ? `A chat about ${chosen.join(" ")}` : chosen.join(" ");
  return title.charAt(0).toLocaleUpperCase("en") + title.slice(1);
}
