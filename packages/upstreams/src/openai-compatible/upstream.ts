import {
  type CompletionChunk,
  type CompletionRequest,
  type Connection,
  completionOf,
  doneEvent,
  encodeChunk,
  encodeJson,
  encodeText,
  type Upstream,
  type UpstreamAnswer,
} from "@parley/core";
import { reported } from "../shared/errors.ts";
import type { Exchange } from "../shared/exchange.ts";
import { createHttp, header, headersFor, readWhole } from "../shared/http.ts";
import { defaultHttpOptions, type HttpOptions } from "../shared/options.ts";
import { type Place, placeOf } from "../shared/place.ts";
import { notACompletion, notAList, unwantedStream, webPage } from "./errors.ts";
import { fromDocument } from "./from-chunk.ts";
import { fromList, ownerIn } from "./list.ts";
import { passStream, readStream, rewriteStream } from "./stream.ts";
import { pathOf, toRequest } from "./to-request.ts";
import { vendorOf } from "./vendors/index.ts";
import type { Vendor } from "./vendors/vendor.ts";
import { reportsFailure } from "./whole.ts";

/** Anything that speaks OpenAI's Chat Completions over HTTP, with the differences of known vendors. */
export function createOpenAiCompatible(
  connection: Connection,
  options: Partial<HttpOptions> = {},
): Upstream {
  const place = placeOf(connection);
  const limits = { ...defaultHttpOptions, ...options };
  let vendor = vendorOf(place.url);
  const http = createHttp(place, limits, { authorize: vendor.authorize });

  return {
    async listModels({ signal }) {
      const known = vendor.models?.(place.url) ?? null;
      if (known !== null) return known;
      const path = pathOf({ base: place.url, path: "/models", model: null }, vendor);
      const text = await http.get(path, signal);
      const models = fromList(text);
      if (models === null) throw notAList(text, place);
      // A server that runs anywhere shows only here which one it is.
      vendor = vendorOf(place.url, ownerIn(text));
      return models;
    },

    async complete(request: CompletionRequest, { signal }) {
      const exchange = await http.send({ ...toRequest(request, vendor, place.url), signal });
      const streamed = request.stream === true;
      const answer = await answerOf(exchange, { place, vendor, limits, streamed });
      return { ...answer, headers: headersFor(exchange, place) };
    },

    close: () => http.close(),
  };
}

type AnswerOptions = { place: Place; vendor: Vendor; limits: HttpOptions; streamed: boolean };

async function answerOf(exchange: Exchange, options: AnswerOptions): Promise<UpstreamAnswer> {
  const { place, vendor, limits, streamed } = options;
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
    return wholeAnswer(exchange, options);
  }
  if (type.includes("json")) return streamOfOne(exchange, options);
  const reading = { place, vendor, maxEventLength: limits.wholeBytes };
  return {
    bytes:
      vendor.rewritesBytes === true
        ? () => rewriteStream(exchange, reading)
        : () => passStream(exchange),
    chunks: () => readStream(exchange, reading),
  };
}

async function wholeAnswer(body: Exchange, options: AnswerOptions): Promise<UpstreamAnswer> {
  const { rewritesBytes = false } = options.vendor;
  if ((await reportsFailure(body)) || rewritesBytes) {
    const text = await readText(body, options);
    const chunk = understood(text, options);
    return {
      async *bytes() {
        yield rewritesBytes ? encodeJson(completionOf(chunk)) : encodeText(text);
      },
      async *chunks() {
        yield chunk;
      },
    };
  }
  return {
    bytes: () => body,
    async *chunks() {
      yield await readDocument(body, options);
    },
  };
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

async function readDocument(body: AsyncIterable<Uint8Array>, options: AnswerOptions) {
  return understood(await readText(body, options), options);
}

function readText(body: AsyncIterable<Uint8Array>, { place, limits }: AnswerOptions) {
  return readWhole(body, { bytes: limits.wholeBytes, place });
}

function understood(text: string, { place, vendor }: AnswerOptions): CompletionChunk {
  const answer = fromDocument(text, vendor);
  if (answer.kind === "chunk") return answer.chunk;
  if (answer.kind === "error") throw reported(answer.report, place);
  throw notACompletion(text, place);
}
