import {
  type Clock,
  type CompletionChunk,
  type CompletionRequest,
  type Connection,
  chunkAnswer,
  type NewId,
  parseJson,
  systemClock,
  type Upstream,
} from "@parley/core";
import { reportOfValue } from "../shared/error-report.ts";
import { brokeOff, reported } from "../shared/errors.ts";
import type { Exchange } from "../shared/exchange.ts";
import { createHttp, headersFor, readWhole } from "../shared/http.ts";
import { readLines } from "../shared/lines.ts";
import { defaultHttpOptions, type HttpOptions } from "../shared/options.ts";
import { type Place, placeOf } from "../shared/place.ts";
import { wantsUsageApart } from "../shared/usage-wish.ts";
import { lineTooLong, notAChatLine, notAList } from "./errors.ts";
import { fromChunk, type StreamState, startState } from "./from-chunk.ts";
import { fromTags } from "./list.ts";
import { toRequest } from "./to-request.ts";
import { chatLine } from "./wire.ts";

export type OllamaOptions = Partial<HttpOptions> & {
  /** Makes the ids of answers, which Ollama has none of. */
  newId?: NewId;
  clock?: Clock;
};

/** An Ollama server, by its own protocol, which can do more than its imitation of OpenAI's. */
export function createOllama(connection: Connection, options: OllamaOptions = {}): Upstream {
  const { newId = () => crypto.randomUUID(), clock = systemClock, ...limitsGiven } = options;
  const place = placeOf(connection);
  const limits = { ...defaultHttpOptions, ...limitsGiven };
  const http = createHttp(place, limits);

  return {
    async listModels({ signal }) {
      const text = await http.get(`${place.basePath}/api/tags`, signal);
      const models = fromTags(text);
      if (models === null) throw notAList(text, place);
      return models;
    },

    async complete(request: CompletionRequest, { signal }) {
      const exchange = await http.send({ ...toRequest(request, place.basePath), signal });
      const state = startState({
        id: `chatcmpl-${newId()}`,
        model: request.model,
        created: Math.floor(clock.now() / 1000),
        usageApart: wantsUsageApart(request),
      });
      const streamed = request.stream === true;
      const maxLength = limits.wholeBytes;
      const chunks = readChunks(exchange, { state, place, streamed, maxLength });
      const answer = chunkAnswer(await begun(chunks), streamed);
      return { ...answer, headers: headersFor(exchange, place) };
    },

    close: () => http.close(),
  };
}

/**
 * Waits for the first chunk: Ollama sends its headers with the first line, and a line that is none,
 * or an error, is a refusal while the caller has heard nothing.
 */
async function begun(
  chunks: AsyncGenerator<CompletionChunk>,
): Promise<AsyncGenerator<CompletionChunk>> {
  const first = await chunks.next();
  return (async function* all() {
    try {
      if (!first.done) yield first.value;
      yield* chunks;
    } finally {
      await chunks.return(undefined);
    }
  })();
}

type ReadOptions = { state: StreamState; place: Place; streamed: boolean; maxLength: number };

/** The chunks of an answer: of a line each, or of one document. */
async function* readChunks(
  exchange: Exchange,
  { state: start, place, streamed, maxLength }: ReadOptions,
): AsyncGenerator<CompletionChunk> {
  let state = start;
  const tooLong = () => lineTooLong(maxLength, place);
  const texts = streamed
    ? readLines(exchange, { maxLength, tooLong })
    : [await readWhole(exchange, { bytes: maxLength, place })];
  for await (const text of texts) {
    const line = parseJson(chatLine, text);
    if (line === null) throw notAChatLine(text, place);
    if (line.error !== undefined && line.error !== null) {
      throw reported(reportOfValue(line.error), place);
    }
    const [next, chunks] = fromChunk(state, line);
    state = next;
    yield* chunks;
    if (state.done) {
      exchange.finish();
      return;
    }
  }
  // A complete answer always ends with a line that says so.
  throw brokeOff(place);
}
