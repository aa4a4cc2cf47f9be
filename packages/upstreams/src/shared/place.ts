import { type Connection, ParleyError } from "@parley/core";

/** Where an upstream is, as errors name it. */
export type Place = {
  /** The connection's name and host: "OpenAI at api.openai.com". */
  label: string;
  /** Host and port, as in the address. */
  host: string;
  origin: string;
  /** The whole address, with a query that belongs to every request. */
  url: URL;
  /** The address' path without a trailing slash: "/v1" or "". */
  basePath: string;
  /** Taken out of whatever an upstream says before a person reads it; null when there is none. */
  secret: string | null;
};

/** @throws ParleyError `invalid_request` when the address is none. */
export function placeOf(connection: Pick<Connection, "name" | "baseUrl" | "apiKey">): Place {
  const url = URL.parse(connection.baseUrl);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new ParleyError(
      "invalid_request",
      `The address of ${connection.name} must start with http:// or https://, for example http://127.0.0.1:11434.`,
      { param: "baseUrl" },
    );
  }
  return {
    label: `${connection.name} at ${url.host}`,
    host: url.host,
    origin: url.origin,
    url,
    basePath: url.pathname.replace(/\/+$/, ""),
    secret: connection.apiKey === "" ? null : connection.apiKey,
  };
}
