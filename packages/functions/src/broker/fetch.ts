import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import type { Json } from "@parley/core";
import { Agent, type Dispatcher } from "undici";
import { z } from "zod";
import type { FunctionLimits } from "../host/limits.ts";
import { isLinkLocal, isPublicAddress } from "./addresses.ts";
import { demandParts } from "./parts.ts";
import { hostPattern, isLocalName, permits } from "./patterns.ts";
import { Refusal } from "./refusal.ts";
import { checkedLookup, type Resolve, systemResolve } from "./resolve.ts";

/** Makes a request for a function that may ask these hosts; resolves with the response. */
export type Fetcher = (hosts: string[], input: Json, signal: AbortSignal) => Promise<Json>;

type FetchLimits = Pick<FunctionLimits, "fetchBytes" | "fetchRedirects" | "fetchRequestBytes">;

const wanted = z.object({
  url: z.string().max(16_000),
  method: z
    .string()
    .toUpperCase()
    .pipe(z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])),
  headers: z.record(z.string().max(200), z.string().max(16_000)),
  body: z.string().nullable(),
});

/** Headers that belong to the connection, or would speak for somebody else. */
const ownHeaders = new Set([
  ...["host", "connection", "content-length", "transfer-encoding", "upgrade", "keep-alive", "te"],
  ...["trailer", "expect", "proxy-authorization", "proxy-connection", "accept-encoding"],
]);

/** What goes along to another origin after a redirect: nothing that could be a secret. */
const harmless = new Set(["accept", "accept-language", "content-type", "user-agent"]);

type Hop = {
  url: URL;
  method: Dispatcher.HttpMethod;
  headers: Record<string, string>;
  body: string | null;
};

export type FetcherOptions = {
  resolve?: Resolve | undefined;
  /** Hosts inside the operator's network that functions may be permitted to ask. */
  privateHosts?: string[] | undefined;
};

export function createFetcher(
  limits: FetchLimits,
  { resolve = systemResolve, privateHosts = [] }: FetcherOptions = {},
): { fetch: Fetcher; close(): Promise<void> } {
  const options = { connections: 16, pipelining: 1, keepAliveTimeout: 5_000 };
  const publicOnly = new Agent({
    ...options,
    connect: { lookup: checkedLookup(resolve, isPublicAddress) },
  });
  /** For hosts that the operator lists and the permissions name, this machine among them. */
  const inside = new Agent({
    ...options,
    connect: { lookup: checkedLookup(resolve, (address) => !isLinkLocal(address)) },
  });
  const listed = privateHosts.flatMap((host) => hostPattern(host) ?? []);

  const agentFor = (hosts: string[], url: URL): Agent => {
    if (url.protocol !== "https:" && url.protocol !== "http:") {
      throw new Refusal(`${url.protocol} can't be asked: https and http can.`);
    }
    if (url.username !== "" || url.password !== "") {
      throw new Refusal("An address with a name or password inside is not asked.");
    }
    const patterns = hosts.flatMap((host) => hostPattern(host) ?? []);
    const permitted = permits(patterns, url);
    if (permitted === null) {
      throw new Refusal(`${url.host} is not among this function's permissions.`);
    }
    const bare = url.hostname.replace(/^\[|\]$/g, "");
    const isListed = permits(listed, url)?.named === true && !isLinkLocal(bare);
    if (permitted.named && isListed) return inside;
    const isLiteral = url.hostname.startsWith("[") || /^[\d.]+$/.test(bare);
    if ((isLiteral && !isPublicAddress(bare)) || isLocalName(bare)) {
      throw new Refusal(`${url.host} is a private address.`);
    }
    return publicOnly;
  };

  const fetch: Fetcher = async (hosts, input, signal) => {
    if (hosts.length === 0) throw new Refusal("No host is among this function's permissions.");
    demandParts(input, 1_000);
    const parsed = wanted.safeParse(input);
    if (!parsed.success) throw new Refusal("This is no request that can be made.");
    const { method, body } = parsed.data;
    if (body !== null && Buffer.byteLength(body) > limits.fetchRequestBytes) {
      throw new Refusal("The request's body is too long.");
    }
    const url = URL.parse(parsed.data.url);
    if (url === null) throw new Refusal("This is no web address.");
    const headers = Object.fromEntries(
      Object.entries(parsed.data.headers).filter(([name]) => !ownHeaders.has(name.toLowerCase())),
    );
    let hop: Hop = { url, method, headers, body };
    for (let redirects = 0; redirects <= limits.fetchRedirects; redirects += 1) {
      const response = await request(agentFor(hosts, hop.url), hop, signal);
      const next = nextHop(hop, response);
      if (next === null) return await read(response, hop, limits.fetchBytes);
      response.body.on("error", () => undefined).destroy();
      hop = next;
    }
    throw new Refusal(`More than ${limits.fetchRedirects} redirects are not followed.`);
  };
  return {
    fetch,
    close: async () => void (await Promise.all([publicOnly.destroy(), inside.destroy()])),
  };
}

async function request(
  agent: Agent,
  { url, method, headers, body }: Hop,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  try {
    return await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers: { "user-agent": "Parley", ...headers, "accept-encoding": "identity" },
      body,
      signal,
    });
  } catch (error) {
    throw explained(error, url);
  }
}

/** What went wrong on the way, without a word about what is inside Parley's network. */
function explained(error: unknown, url: URL): Error {
  const causes = [error, error instanceof Error ? error.cause : null];
  const refusal = causes.find((cause) => cause instanceof Refusal);
  if (refusal instanceof Refusal) return refusal;
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  return new Refusal(`${url.host} could not be asked${code}.`);
}

function nextHop(hop: Hop, { statusCode, headers }: Dispatcher.ResponseData): Hop | null {
  const { location } = headers;
  if (![301, 302, 303, 307, 308].includes(statusCode) || typeof location !== "string") return null;
  const url = URL.parse(location, hop.url.href);
  if (url === null) throw new Refusal("It was redirected to something that is no web address.");
  const keeps = statusCode === 307 || statusCode === 308 || hop.method === "HEAD";
  const asGet = !keeps && hop.method !== "GET";
  const same = url.origin === hop.url.origin;
  const own = Object.entries(hop.headers).filter(([name]) => {
    const low = name.toLowerCase();
    return (same || harmless.has(low)) && !(asGet && low.startsWith("content-"));
  });
  return {
    url,
    method: asGet ? "GET" : hop.method,
    headers: Object.fromEntries(own),
    body: asGet ? null : hop.body,
  };
}

async function read(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  { url }: Hop,
  most: number,
): Promise<Json> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > most) throw new Refusal(`The response is longer than ${most} bytes.`);
      chunks.push(bytes);
    }
  } catch (error) {
    body.on("error", () => undefined).destroy();
    throw explained(error, url);
  }
  const whole = await decoded(
    Buffer.concat(chunks),
    String(headers["content-encoding"] ?? ""),
    most,
  );
  const left = new Set(["set-cookie", "content-encoding", "content-length", "transfer-encoding"]);
  const pairs = Object.entries(headers)
    .filter(([name]) => !left.has(name))
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]);
  return {
    url: url.href,
    status: statusCode,
    statusText: "",
    headers: pairs,
    body: whole.toString("base64"),
  };
}

const decoders: Record<
  string,
  (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>
> = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** Some servers compress although they were asked not to. */
async function decoded(bytes: Buffer, encoding: string, most: number): Promise<Buffer> {
  const decode = decoders[encoding.trim().toLowerCase()];
  if (decode === undefined || bytes.length === 0) return bytes;
  try {
    return await decode(bytes, { maxOutputLength: most });
  } catch {
    throw new Refusal("The response can't be unpacked, or is too long.");
  }
}
