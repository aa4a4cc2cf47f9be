import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";
import { ParleyError } from "@parley/core";

/** Addresses and networks (`10.0.0.0/8`) whose word about the client is believed. */
export type TrustedProxies = { includes(address: string): boolean };

export function trustedProxies(entries: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", prefix] = entry.split("/");
    const family = familyOf(address);
    const bits = prefix === undefined ? undefined : Number(prefix);
    const most = family === "ipv4" ? 32 : 128;
    if (family === null || (bits !== undefined && !(/^\d+$/.test(prefix ?? "") && bits <= most))) {
      throw new ParleyError(
        "invalid_request",
        `"${entry}" is not a proxy's address: write an IP address, or a network such as 10.0.0.0/8.`,
      );
    }
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, bits, family);
  }
  return {
    includes(address) {
      const family = familyOf(address);
      return family !== null && list.check(address, family);
    },
  };
}

function familyOf(address: string): "ipv4" | "ipv6" | null {
  const version = isIP(address);
  if (version === 0) return null;
  return version === 4 ? "ipv4" : "ipv6";
}

/** A socket that listens on IPv6 and IPv4 at once names IPv4 clients `::ffff:192.0.2.1`. */
function unmapped(address: string): string {
  return address.toLowerCase().startsWith("::ffff:") && address.includes(".")
    ? address.slice("::ffff:".length)
    : address;
}

/**
 * Who is at the other end: the socket's address. Only when that is a trusted proxy is
 * `X-Forwarded-For` read, from the right to the first hop that isn't trusted: everything left of it
 * was written by the client.
 */
export function clientAddress(request: IncomingMessage, proxies: TrustedProxies): string {
  let address = unmapped(request.socket.remoteAddress ?? "");
  const header = request.headers["x-forwarded-for"];
  const hops = (Array.isArray(header) ? header.join(",") : (header ?? "")).split(",");
  while (proxies.includes(address)) {
    const hop = unmapped((hops.pop() ?? "").trim());
    if (familyOf(hop) === null) break;
    address = hop;
  }
  return address;
}

/** What attempts are counted by: an IPv6 client owns a /64 and may use any address of it. */
export function addressGroup(address: string): string {
  if (familyOf(address) !== "ipv6") return address;
  const [head = "", tail] = address.split("%")[0]?.split("::") ?? [];
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill("0"), ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
