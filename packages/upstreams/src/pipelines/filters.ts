import {
  type Connection,
  isParleyError,
  type JsonObject,
  jsonObject,
  type ParleyError,
  type PipelineCall,
  type PipelineFilters,
  parseJson,
} from "@parley/core";
import { type Dispatcher, Pool } from "undici";
import { redirected, unreadable } from "../shared/errors.ts";
import { networkError } from "../shared/network-errors.ts";
import { defaultHttpOptions, type HttpOptions } from "../shared/options.ts";
import { type Place, placeOf } from "../shared/place.ts";
import { callFailed, type Failure, filterFailed, noObject, timedOut } from "./errors.ts";

type Ask = {
  method: "GET" | "POST";
  /** Below the connection's address. */
  path: string;
  body?: JsonObject;
  signal: AbortSignal;
  /** Milliseconds for all of it. */
  limit: number;
  failed: (failure: Failure, place: Place) => ParleyError;
};

/**
 * The filters and valves of a connection that leads to a pipelines server: its documented HTTP protocol.
 * Source: Open WebUI, "Pipelines", and the routes of the reference server.
 */
export function createPipelineFilters(
  connection: Connection,
  options: Partial<HttpOptions> = {},
): PipelineFilters & { close(): Promise<void> } {
  const place = placeOf(connection);
  const limits = { ...defaultHttpOptions, ...options };
  const { connections, connectTimeout, keepAliveTimeout, filterTimeout, valvesTimeout } = limits;
  const pool = new Pool(place.origin, {
    ...{ connections, connectTimeout, keepAliveTimeout },
    // Each call has a limit of its own for all of it.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const translate = networkError(place, limits);

  async function ask(call: Ask): Promise<JsonObject> {
    const { method, path, body, limit, signal, failed } = call;
    signal.throwIfAborted();
    const deadline = AbortSignal.timeout(limit);
    let begun = false;
    try {
      const response = await pool.request({
        method,
        path: place.basePath + path,
        headers: {
          accept: "application/json",
          "accept-encoding": "identity",
          "user-agent": "Parley",
          ...(place.secret === null ? {} : { authorization: `Bearer ${place.secret}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.any([signal, deadline]),
      });
      begun = true;
      return await objectIn(response, failed);
    } catch (error) {
      signal.throwIfAborted();
      if (deadline.aborted) throw timedOut(limit, place);
      if (isParleyError(error) || !(error instanceof Error)) throw error;
      throw translate(error, begun);
    }
  }

  async function objectIn(
    { statusCode: status, headers, body }: Dispatcher.ResponseData,
    failed: Ask["failed"],
  ): Promise<JsonObject> {
    if (status >= 300 && status < 400) {
      body.destroy();
      throw redirected(status, String(headers.location ?? ""), place);
    }
    const text = await readText(body, status);
    if (status >= 400) {
      const retryAfter = headers["retry-after"];
      throw failed({ status, text, retryAfter: retryAfter ? String(retryAfter) : null }, place);
    }
    const object = parseJson(jsonObject, text);
    if (object === null) throw noObject(text, place);
    return object;
  }

  /** Of an error only the beginning; anything else whole, or not at all. */
  async function readText(body: AsyncIterable<Uint8Array>, status: number): Promise<string> {
    const limit = status >= 400 ? limits.errorBytes : limits.wholeBytes;
    const pieces: Uint8Array[] = [];
    let length = 0;
    for await (const piece of body) {
      pieces.push(piece);
      length += piece.byteLength;
      if (length <= limit) continue;
      if (status >= 400) break;
      throw unreadable(`more than ${limit} bytes at once.`, place);
    }
    return new TextDecoder().decode(Buffer.concat(pieces, length));
  }

  function filter(hook: "inlet" | "outlet") {
    return (id: string, { user, body, signal }: PipelineCall) =>
      ask({
        method: "POST",
        path: `/${encodeURIComponent(id)}/filter/${hook}`,
        body: { user: { ...user }, body },
        signal,
        limit: filterTimeout,
        failed: filterFailed,
      });
  }

  function valves(method: Ask["method"], id: string, rest: string) {
    const path = `/${encodeURIComponent(id)}/valves${rest}`;
    return { method, path, limit: valvesTimeout, failed: callFailed };
  }

  return {
    inlet: filter("inlet"),
    outlet: filter("outlet"),
    valves: (id, { signal }) => ask({ ...valves("GET", id, ""), signal }),
    valvesSpec: (id, { signal }) => ask({ ...valves("GET", id, "/spec"), signal }),
    setValves: (id, body, { signal }) => ask({ ...valves("POST", id, "/update"), body, signal }),
    close: () => pool.close(),
  };
}
