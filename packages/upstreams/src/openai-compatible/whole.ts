import type { Exchange } from "../shared/exchange.ts";

/** As much as it takes to tell a failure from an answer. */
const enough = 64;
const failure = /^\s*\{\s*"error"\s*:/;

/** The body of an answer, and whether it begins as a report of an error does. */
export type Peeked = { body: AsyncIterable<Uint8Array>; failed: boolean };

/**
 * Looks at the beginning of a body that was not to be streamed. Some servers fail with status 200,
 * and nobody else looks into what passes through.
 */
export async function peek(exchange: Exchange): Promise<Peeked> {
  const pieces: Uint8Array[] = [];
  let start = "";
  while (start.length < enough && !failure.test(start)) {
    const { done, value } = await exchange.next();
    if (done === true) break;
    pieces.push(value);
    start += Buffer.from(value).toString("latin1", 0, enough);
    if (!/^\s*(?:\{\s*(?:"e?r?r?o?r?"?\s*)?)?$/.test(start)) break;
  }
  return { body: replay(pieces, exchange), failed: failure.test(start) };
}

async function* replay(pieces: Uint8Array[], exchange: Exchange): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces;
    yield* exchange;
  } finally {
    await exchange.return();
  }
}
