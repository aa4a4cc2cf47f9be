import type { Exchange } from "../shared/exchange.ts";

/** As much as it takes to tell a failure from an answer. */
const enough = 64;
const failure = /^\s*\{\s*"error"\s*:/;

/**
 * Whether a body that was not to be streamed begins as a report of an error does. Some servers fail
 * with status 200, and nobody else looks into what passes through.
 */
export async function reportsFailure(exchange: Exchange): Promise<boolean> {
  return failure.test(Buffer.from(await exchange.peek(enough)).toString("latin1"));
}
