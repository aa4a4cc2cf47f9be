import { ParleyError, parseJson } from "@parley/core";
import { z } from "zod";
import { presentable, reportOfBody } from "../shared/error-report.ts";
import { refused, seconds, unreadable } from "../shared/errors.ts";
import type { Place } from "../shared/place.ts";

/** Longer words of a filter are cut. */
const longestWords = 2_000;

const inItsOwnWords = z.looseObject({ detail: z.string() });

export type Failure = { status: number; retryAfter: string | null; text: string };

/**
 * A status of 400 or above in answer to a filter's call. A filter refuses by raising an exception, which
 * its server passes on as `detail`. 404 is the server's own: it knows no such filter (any more).
 */
export function filterFailed(failure: Failure, place: Place): ParleyError {
  const said = failure.status === 404 ? null : parseJson(inItsOwnWords, failure.text);
  if (said === null) return callFailed(failure, place);
  const { secret } = place;
  const words = (secret === null ? said.detail : said.detail.replaceAll(secret, "[key]")).trim();
  const message =
    words === ""
      ? "A filter refused this and gave no reason."
      : words.length > longestWords
        ? `${words.slice(0, longestWords)}…`
        : words;
  // Whatever a filter raises, its server calls its own failure. Callers would try that again for nothing.
  const { status } = failure;
  return new ParleyError("filter_refused", message, status < 500 ? { status } : {});
}

/** A status of 400 or above in answer to anything else. */
export function callFailed({ status, retryAfter, text }: Failure, place: Place): ParleyError {
  return refused({ status, retryAfter, report: reportOfBody(text) }, place);
}

export function timedOut(milliseconds: number, place: Place): ParleyError {
  return new ParleyError(
    "upstream_timeout",
    `${place.label} did not answer within ${seconds(milliseconds)}.`,
  );
}

/** Something that is no JSON object, where one is due. */
export function noObject(text: string, place: Place): ParleyError {
  if (text.trim() === "null") {
    return unreadable("null: the filter returns nothing. It has to return the body.", place);
  }
  if (/^\s*</.test(text)) {
    return unreadable(
      "a web page. Check that the connection's address is a pipelines server's.",
      place,
    );
  }
  return unreadable(`something that is no JSON object: ${presentable(text, place)}`, place);
}
