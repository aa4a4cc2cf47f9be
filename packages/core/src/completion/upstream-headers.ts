/** Headers of an upstream's response that callers of the API are given, by their small-letter names. */
export type UpstreamHeaders = Readonly<Record<string, string>>;

/** The only ones: what tells a caller when to come again, and what to name when asking for help. */
const given = /^(?:x-request-id|retry-after|openai-processing-ms|x-ratelimit-[a-z0-9-]{1,60})$/;
/** One line of plain signs; anything else could not be sent on. */
const sendable = /^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/;
const mostHeaders = 32;

export const noHeaders: UpstreamHeaders = {};

/** Of a response's headers, those that may be given to a caller. */
export function upstreamHeaders(
  all: Readonly<Record<string, string | string[] | undefined>>,
): UpstreamHeaders {
  const found = Object.entries(all).flatMap(([name, value]): [string, string][] => {
    const key = name.toLowerCase();
    return typeof value === "string" && given.test(key) && sendable.test(value)
      ? [[key, value]]
      : [];
  });
  return Object.fromEntries(found.slice(0, mostHeaders));
}
