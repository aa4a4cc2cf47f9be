import type { UpstreamAnswer } from "../ports/upstream.ts";
import { doneEvent, encodeChunk, encodeJson } from "./sse.ts";
import { completionOf, joinChunks } from "./whole.ts";
import type { CompletionChunk } from "./wire.ts";

/** An answer that is known as chunks (of one choice) and is turned into OpenAI's bytes on demand. */
export function chunkAnswer(
  source: AsyncIterable<CompletionChunk>,
  streamed: boolean,
): UpstreamAnswer {
  return streamed
    ? { chunks: () => source, bytes: () => events(source) }
    : { chunks: () => whole(source), bytes: () => document(source) };
}

async function* events(source: AsyncIterable<CompletionChunk>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) yield encodeChunk(chunk);
  yield doneEvent;
}

async function* whole(source: AsyncIterable<CompletionChunk>): AsyncGenerator<CompletionChunk> {
  yield joinChunks(await Array.fromAsync(source));
}

async function* document(source: AsyncIterable<CompletionChunk>): AsyncGenerator<Uint8Array> {
  for await (const chunk of whole(source)) yield encodeJson(completionOf(chunk));
}
