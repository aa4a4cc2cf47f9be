import type { CompletionRequest, Connection, Upstream, UpstreamAnswer } from "@parley/core";
import { reported } from "../shared/errors.ts";
import type { Exchange } from "../shared/exchange.ts";
import { createHttp, header, readWhole } from "../shared/http.ts";
import { defaultHttpOptions, type HttpOptions } from "../shared/options.ts";
import { type Place, placeOf } from "../shared/place.ts";
import { doneEvent, encodeChunk } from "../shared/sse.ts";
import { notACompletion, notAList, unwantedStream, webPage } from "./errors.ts";
import { fromDocument } from "./from-chunk.ts";
import { fromList } from "./list.ts";
import { readStream } from "./stream.ts";
import { toRequest } from "./to-request.ts";

/** Anything that speaks OpenAI's Chat Completions over HTTP. */
export function createOpenAiCompatible(
  connection: Connection,
  options: Partial<HttpOptions> = {},
): Upstream {
  const place = placeOf(connection);
  const limits = { ...defaultHttpOptions, ...options };
  const http = createHttp(place, limits);

  return {
    async listModels({ signal }) {
      const text = await http.get("/models", signal);
      const models = fromList(text);
      if (models === null) throw notAList(text, place);
      return models;
    },

    async complete(request: CompletionRequest, { signal }) {
      const exchange = await http.send({ ...toRequest(request), signal });
      return answerOf(exchange, { place, limits, streamed: request.stream === true });
    },

    close: () => http.close(),
  };
}

type AnswerOptions = { place: Place; limits: HttpOptions; streamed: boolean };

async function answerOf(exchange: Exchange, options: AnswerOptions): Promise<UpstreamAnswer> {
  const { place, limits, streamed } = options;
  const type = header(exchange, "content-type");
  if (type.includes("html")) {
    await exchange.return();
    throw webPage(place);
  }
  if (!streamed) {
    if (type.includes("event-stream")) {
      await exchange.return();
      throw unwantedStream(place);
    }
    return { bytes: () => exchange, chunks: () => wholeAnswer(exchange, options) };
  }
  if (type.includes("json")) return streamOfOne(exchange, options);
  const maxEventLength = limits.wholeBytes;
  return { bytes: () => exchange, chunks: () => readStream(exchange, { place, maxEventLength }) };
}

async function* wholeAnswer(exchange: Exchange, options: AnswerOptions) {
  yield await readDocument(exchange, options);
}

/** A server that doesn't stream, or that failed with status 200: its document is looked at first. */
async function streamOfOne(exchange: Exchange, options: AnswerOptions): Promise<UpstreamAnswer> {
  const chunk = await readDocument(exchange, options);
  return {
    async *bytes() {
      yield encodeChunk(chunk);
      yield doneEvent;
    },
    async *chunks() {
      yield chunk;
    },
  };
}

async function readDocument(exchange: Exchange, { place, limits }: AnswerOptions) {
  const text = await readWhole(exchange, { bytes: limits.wholeBytes, place });
  const answer = fromDocument(text);
  if (answer.kind === "chunk") return answer.chunk;
  if (answer.kind === "error") throw reported(answer.report, place);
  throw notACompletion(text, place);
}
