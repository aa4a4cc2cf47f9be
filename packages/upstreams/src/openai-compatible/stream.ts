import { type CompletionChunk, isParleyError, jsonObject, parseJson } from "@parley/core";
import { createParser, type EventSourceMessage } from "eventsource-parser";
import { reported } from "../shared/errors.ts";
import type { Exchange } from "../shared/exchange.ts";
import type { Place } from "../shared/place.ts";
import { emptyStream, eventTooLong, notACompletion } from "./errors.ts";
import { fromEvent, inOpenAisTerms } from "./from-chunk.ts";
import type { Vendor } from "./vendors/vendor.ts";

export type StreamOptions = { place: Place; vendor: Vendor; maxEventLength: number };

/** A source of bytes that can be told that no more are wanted. */
type Source = AsyncIterable<Uint8Array> & Pick<Exchange, "finish">;

/**
 * The chunks of an event stream. Ends at `[DONE]`, or where the upstream ends cleanly; rejects at an
 * error, at something unreadable, and when nothing came at all.
 */
export async function* readStream(
  source: Source,
  options: StreamOptions,
): AsyncGenerator<CompletionChunk> {
  const { place, vendor } = options;
  let answered = false;
  for await (const event of readEvents(source, options)) {
    const answer = fromEvent(event, vendor);
    switch (answer.kind) {
      case "chunk":
        answered = true;
        yield answer.chunk;
        break;
      case "error":
        throw reported(answer.report, place);
      case "unreadable":
        throw notACompletion(event.data, place);
      case "done":
        source.finish();
        return;
      case "empty":
        break;
    }
  }
  if (!answered) throw emptyStream(place);
}

const encoder = new TextEncoder();
const lineEnd = 10;
const eventEnd = encoder.encode("\n\n");

/** The bytes of a stream as they come; where it breaks in the middle of an event, that event is ended. */
export async function* passStream(source: Source): AsyncGenerator<Uint8Array> {
  let last: number | undefined = lineEnd;
  try {
    for await (const piece of source) {
      last = piece.at(-1);
      yield piece;
    }
  } catch (error) {
    // An error that the caller is told as an event must not become part of this one.
    if (last !== lineEnd && isParleyError(error)) yield eventEnd;
    throw error;
  }
}

/** The bytes of a stream with the vendor's changes to its chunks; all other events stay as they are. */
export async function* rewriteStream(
  source: Source,
  options: StreamOptions,
): AsyncGenerator<Uint8Array> {
  for await (const { event, data } of readEvents(source, options)) {
    const chunk = parseJson(jsonObject, data);
    const read = chunk === null ? null : inOpenAisTerms(chunk, options.vendor);
    const text = read === null || read === chunk ? data : JSON.stringify(read);
    const lines = text.split("\n").map((line) => `data: ${line}\n`);
    yield encoder.encode(`${event === undefined ? "" : `event: ${event}\n`}${lines.join("")}\n`);
  }
}

async function* readEvents(
  source: Source,
  { place, maxEventLength }: Omit<StreamOptions, "vendor">,
): AsyncGenerator<EventSourceMessage> {
  const decoder = new TextDecoder();
  const ready: EventSourceMessage[] = [];
  let tooLong = false;
  const parser = createParser({
    maxBufferSize: maxEventLength,
    onEvent: (event) => ready.push(event),
    // Of the parser's complaints only this one matters: lines it doesn't know are to be passed over.
    onError: (error) => {
      if (error.type === "max-buffer-size-exceeded") tooLong = true;
    },
  });
  for await (const bytes of source) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    if (tooLong) throw eventTooLong(maxEventLength, place);
    if (ready.length > 0) yield* ready.splice(0);
  }
  // Some servers leave out the blank line after the last event.
  parser.feed(`${decoder.decode()}\n\n`);
  yield* ready;
}
