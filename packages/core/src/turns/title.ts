import type { CompletionRequest } from "../completion/wire.ts";
import { type Exchange, quoteExchange } from "./first-exchange.ts";

const longestTitle = 80;

/** A title without a model: the first words of the question, cut at a word. */
export function titleByRule(question: string): string {
  const line = question.replace(/\s+/g, " ").trim();
  if (line === "") return "New chat";
  if (line.length <= 50) return line;
  const cut = line.slice(0, 50);
  const space = cut.lastIndexOf(" ");
  return `${(space > 20 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** What a model is asked to name a chat by its first exchange. */
export function titleRequest(model: string, exchange: Exchange): CompletionRequest {
  return {
    model,
    stream: true,
    messages: [
      {
        role: "user",
        content:
          "Write a title of three to six words for this conversation, in its language. " +
          "Answer with the title alone: no quotes, no final dot.\n\n" +
          quoteExchange(exchange),
      },
    ],
  };
}

/** The title in a model's reply, which may think aloud, quote or decorate; null when there is none. */
export function titleFromReply(reply: string): string | null {
  const line = reply
    .replace(/<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/g, "")
    .split("\n")
    .map((candidate) =>
      candidate
        .replace(/^[\s#>*"'“”„«»`-]+|[\s*"'“”«»`.]+$/g, "")
        .replace(/^title:\s*/i, "")
        .trim(),
    )
    .find((candidate) => candidate !== "");
  if (line === undefined) return null;
  return line.length <= longestTitle ? line : `${line.slice(0, longestTitle - 1).trimEnd()}…`;
}
