import { type UpstreamHeaders, upstreamHeaders } from "@parley/core";
import { Pool } from "undici";
import { reportOfBody } from "./error-report.ts";
import { listTimedOut, redirected, refused, unreadable } from "./errors.ts";
import { Exchange } from "./exchange.ts";
import { networkError } from "./network-errors.ts";
import type { HttpOptions } from "./options.ts";
import type { Place } from "./place.ts";

export type HttpCall = {
  method: "GET" | "POST";
  /** Path and query: "/v1/chat/completions". */
  path: string;
  accept: string;
  /** JSON text. */
  body?: string;
  signal: AbortSignal;
};

/** One connection's pool of sockets. */
export type Http = {
  /** Resolves once the upstream has accepted (status 2xx), rejects with a ParleyError or the signal's reason. */
  send(call: HttpCall): Promise<Exchange>;
  /** Gets a document whole, within `listTimeout`. */
  get(path: string, signal: AbortSignal): Promise<string>;
  /** Ends the pool once the running exchanges are over. */
  close(): Promise<void>;
};

export type HttpParts = {
  /** The headers that carry a key; `Authorization: Bearer …` unless given. */
  authorize?: ((key: string) => Record<string, string>) | undefined;
};

function bearer(key: string): Record<string, string> {
  return { authorization: `Bearer ${key}` };
}

export function createHttp(place: Place, options: HttpOptions, parts: HttpParts = {}): Http {
  const { authorize = bearer } = parts;
  const pool = new Pool(place.origin, {
    connections: options.connections,
    pipelining: 1,
    // One answer, one socket: closing it is how an answer is stopped at once.
    allowH2: false,
    connectTimeout: options.connectTimeout,
    headersTimeout: options.headersTimeout,
    bodyTimeout: options.bodyTimeout,
    keepAliveTimeout: options.keepAliveTimeout,
  });
  const translate = networkError(place, options);
  const fixedHeaders = {
    ...(place.secret === null ? {} : authorize(place.secret)),
    // Compressed, a stream would arrive in lumps.
    "accept-encoding": "identity",
    "user-agent": "Parley",
  };

  async function send({ method, path, accept, body, signal }: HttpCall): Promise<Exchange> {
    const exchange = new Exchange({ signal, translate });
    if (!signal.aborted) {
      pool.dispatch(
        {
          method,
          path,
          headers: {
            ...fixedHeaders,
            accept,
            ...(body === undefined ? {} : { "content-type": "application/json" }),
          },
          body: body ?? null,
        },
        exchange,
      );
    }
    await exchange.started;
    return checked(exchange, signal);
  }

  async function checked(exchange: Exchange, signal: AbortSignal): Promise<Exchange> {
    const { status } = exchange;
    if (status >= 400) {
      const report = reportOfBody(
        await readStart(exchange, {
          bytes: options.errorBytes,
          milliseconds: options.errorTimeout,
          signal,
        }),
      );
      const headers = headersFor(exchange, place);
      throw refused({ status, report, retryAfter: headers["retry-after"] ?? null, headers }, place);
    }
    if (status >= 300) {
      await exchange.return();
      throw redirected(status, header(exchange, "location"), place);
    }
    const encoding = header(exchange, "content-encoding");
    if (encoding !== "" && encoding !== "identity") {
      await exchange.return();
      throw unreadable(`compressed data (${encoding}), which was not asked for.`, place);
    }
    return exchange;
  }

  async function get(path: string, signal: AbortSignal): Promise<string> {
    const deadline = AbortSignal.timeout(options.listTimeout);
    const call = { method: "GET", path, accept: "application/json" } as const;
    try {
      const exchange = await send({ ...call, signal: AbortSignal.any([signal, deadline]) });
      return await readWhole(exchange, { bytes: options.wholeBytes, place });
    } catch (error) {
      if (deadline.aborted && !signal.aborted) throw listTimedOut(place, options);
      throw error;
    }
  }

  return { send, get, close: () => pool.close() };
}

/** A response header as one string; "" when it is absent. */
export function header(exchange: Exchange, name: string): string {
  const value = exchange.headers[name];
  return Array.isArray(value) ? value.join(", ") : (value ?? "");
}

/** The response headers that callers are given. A server that gives a key back gives it to nobody. */
export function headersFor({ headers }: Exchange, { secret }: Place): UpstreamHeaders {
  const given = upstreamHeaders(headers);
  if (secret === null || !Object.values(given).some((value) => value.includes(secret)))
    return given;
  return {};
}

/** The text of a whole body; rejects when it is longer than `bytes`. */
export async function readWhole(
  body: AsyncIterable<Uint8Array>,
  { bytes, place }: { bytes: number; place: Place },
): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    pieces.push(piece);
    length += piece.byteLength;
    if (length > bytes) throw unreadable(`more than ${bytes} bytes at once.`, place);
  }
  return new TextDecoder().decode(Buffer.concat(pieces, length));
}

/** As much of an error's text as comes in time, up to a limit. */
async function readStart(
  exchange: Exchange,
  limit: { bytes: number; milliseconds: number; signal: AbortSignal },
): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const timer = setTimeout(() => void exchange.return(), limit.milliseconds);
  try {
    for await (const piece of exchange) {
      pieces.push(piece);
      length += piece.byteLength;
      if (length >= limit.bytes) break;
    }
  } catch (error) {
    // The status is known, and says more than that its explanation was cut off.
    if (limit.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
  return new TextDecoder().decode(Buffer.concat(pieces).subarray(0, limit.bytes));
}
