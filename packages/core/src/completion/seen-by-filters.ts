import { z } from "zod";
import { type JsonObject, jsonObject } from "../json.ts";
import { emptyFold, foldChunk } from "./fold.ts";
import type { OpenedCompletion } from "./pipeline.ts";
import { joinChunks } from "./whole.ts";
import type { CompletionChunk } from "./wire.ts";

/**
 * The pieces of an answer that a function asked for, which its filters see at the end. Of one that is
 * streamed the text is out by then, and only a verdict counts.
 */
export async function* seenByFilters(
  { answer, outlet, route, request }: OpenedCompletion,
  signal: AbortSignal,
): AsyncGenerator<CompletionChunk> {
  if (outlet === null) {
    yield* answer.chunks();
    return;
  }
  const folded = emptyFold();
  const held: CompletionChunk[] = [];
  for await (const chunk of answer.chunks()) {
    foldChunk(folded, chunk);
    if (request.stream === true) yield chunk;
    else held.push(chunk);
  }
  const asked = z.array(jsonObject).parse(request.messages);
  const said = folded.content;
  const messages = [...asked, { role: "assistant", content: said }];
  const text = lastText(await outlet({ model: route.model.id, messages }, signal));
  const [only = null] = held.length === 1 ? held : held.length === 0 ? [] : [joinChunks(held)];
  if (only !== null) yield text === null || text === said ? only : withText(only, text);
}

const answered = z.object({
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
});

function lastText(body: JsonObject): string | null {
  const messages = answered.safeParse(body).data?.messages ?? [];
  const content = messages.findLast(({ role }) => role === "assistant")?.content;
  return typeof content === "string" ? content : null;
}

function withText(whole: CompletionChunk, content: string): CompletionChunk {
  const [first, ...others] = whole.choices;
  if (first === undefined) return whole;
  return { ...whole, choices: [{ ...first, delta: { ...first.delta, content } }, ...others] };
}
