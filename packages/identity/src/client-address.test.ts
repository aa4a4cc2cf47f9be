import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { addressGroup, clientAddress, trustedProxies } from "./client-address.ts";

function request(remoteAddress: string, forwardedFor?: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: remoteAddress });
  const message = new IncomingMessage(socket);
  if (forwardedFor !== undefined) message.headers["x-forwarded-for"] = forwardedFor;
  return message;
}

describe("clientAddress", () => {
  it.each([
    { what: "the socket's address", remote: "192.0.2.1", is: "192.0.2.1" },
    { what: "an IPv4 client of an IPv6 socket", remote: "::ffff:192.0.2.1", is: "192.0.2.1" },
    {
      what: "not what a stranger's header says",
      remote: "192.0.2.1",
      forwarded: "198.51.100.7",
      is: "192.0.2.1",
    },
    {
      what: "a proxy's word",
      remote: "10.0.0.1",
      forwarded: "198.51.100.7",
      proxies: ["10.0.0.0/8"],
      is: "198.51.100.7",
    },
    {
      what: "only the hop that the proxy added",
      remote: "10.0.0.1",
      forwarded: "6.6.6.6, 198.51.100.7",
      proxies: ["10.0.0.1"],
      is: "198.51.100.7",
    },
    {
      what: "the first stranger in a chain of proxies",
      remote: "10.0.0.1",
      forwarded: "6.6.6.6, 198.51.100.7, 10.0.0.2",
      proxies: ["10.0.0.0/8"],
      is: "198.51.100.7",
    },
    {
      what: "the proxy when it says nothing",
      remote: "10.0.0.1",
      proxies: ["10.0.0.1"],
      is: "10.0.0.1",
    },
    {
      what: "the proxy when it says nonsense",
      remote: "10.0.0.1",
      forwarded: "unknown",
      proxies: ["10.0.0.1"],
      is: "10.0.0.1",
    },
    {
      what: "IPv6 behind an IPv6 proxy",
      remote: "fd00::1",
      forwarded: "2001:db8::7",
      proxies: ["fd00::/8"],
      is: "2001:db8::7",
    },
  ])("is $what", ({ remote, forwarded, proxies, is }) => {
    expect(clientAddress(request(remote, forwarded), trustedProxies(proxies ?? []))).toBe(is);
  });
});

describe("trustedProxies", () => {
  it.each(["proxy.example", "10.0.0.0/33", "10.0.0.0/x", "::1/129", "", "10.0.0.1/"])(
    "refuses %j with a sentence",
    (entry) => {
      expect(() => trustedProxies([entry])).toThrow("is not a proxy's address");
    },
  );
});

describe("addressGroup", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["", ""],
    ["nonsense", "nonsense"],
  ])("puts %j with %j", (address, group) => {
    expect(addressGroup(address)).toBe(group);
  });
});
