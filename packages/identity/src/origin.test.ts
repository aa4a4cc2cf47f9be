import { describe, expect, it } from "vitest";
import { originPolicy } from "./origin.ts";

describe("originPolicy without a public address", () => {
  const policy = originPolicy(null);

  it.each([
    [{ host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000" }],
    [{ host: "localhost:3000", origin: "http://localhost:3000" }],
    [{ host: "[::1]:3000", origin: "http://[::1]:3000" }],
    [{ host: "192.168.1.5:3000", origin: "http://192.168.1.5:3000" }],
    [{ host: "nas:3000", origin: "http://nas:3000" }],
    [{ host: "nas.local", origin: "https://nas.local" }],
    [{ host: "127.0.0.1:3000" }],
    [{ host: "127.0.0.1:3000", "sec-fetch-site": "same-origin" }],
    [{ host: "127.0.0.1:3000", "sec-fetch-site": "none" }],
  ])("allows %j", (headers: Record<string, string>) => {
    expect(policy.allowed(new Headers(headers))).toBe(true);
  });

  it.each([
    ["another site", { host: "127.0.0.1:3000", origin: "https://evil.example" }],
    ["another port", { host: "127.0.0.1:3000", origin: "http://127.0.0.1:3001" }],
    ["another name of this machine", { host: "127.0.0.1:3000", origin: "http://localhost:3000" }],
    ["an opaque origin", { host: "127.0.0.1:3000", origin: "null" }],
    ["an empty origin", { host: "127.0.0.1:3000", origin: "" }],
    ["another scheme", { host: "localhost", origin: "file://localhost" }],
    [
      "a name that looks alike",
      { host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000.evil.example" },
    ],
    [
      "a user in the origin",
      { host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000@evil.example" },
    ],
    [
      "a public name made to lead here",
      { host: "rebound.example:3000", origin: "http://rebound.example:3000" },
    ],
    ["a public name without an origin", { host: "rebound.example:3000" }],
    ["a site beside", { host: "127.0.0.1:3000", "sec-fetch-site": "same-site" }],
    ["a site across", { host: "127.0.0.1:3000", "sec-fetch-site": "cross-site" }],
    ["no host", { origin: "http://127.0.0.1:3000" }],
    ["two hosts", { host: "127.0.0.1:3000, evil.example", origin: "http://127.0.0.1:3000" }],
    ["a host with a path", { host: "127.0.0.1:3000/x", origin: "http://127.0.0.1:3000" }],
    ["a host with a user", { host: "x@127.0.0.1:3000", origin: "http://127.0.0.1:3000" }],
    [
      "a forwarded host",
      { host: "127.0.0.1:3000", "x-forwarded-host": "evil.example", origin: "http://evil.example" },
    ],
  ])("refuses %s", (_what, headers: Record<string, string>) => {
    expect(policy.allowed(new Headers(headers))).toBe(false);
  });

  it("tells the person who runs it to set PUBLIC_URL when the address is unknown", () => {
    const headers = new Headers({ host: "chat.example.org", origin: "http://chat.example.org" });
    expect(policy.explain(headers)).toContain("Set PUBLIC_URL");
  });
});

describe("originPolicy with a public address", () => {
  const policy = originPolicy("https://chat.example.org/");

  it.each([
    [
      "its own pages, whatever host a proxy asks for",
      { host: "10.0.0.5:3000", origin: "https://chat.example.org" },
    ],
    ["programs, which have no origin", { host: "10.0.0.5:3000" }],
  ])("allows %s", (_what, headers: Record<string, string>) => {
    expect(policy.allowed(new Headers(headers))).toBe(true);
  });

  it.each([
    ["the host's own name", { host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000" }],
    ["its name without TLS", { host: "chat.example.org", origin: "http://chat.example.org" }],
    ["a name below it", { host: "chat.example.org", origin: "https://x.chat.example.org" }],
    ["a name above it", { host: "chat.example.org", origin: "https://example.org" }],
  ])("refuses %s", (_what, headers: Record<string, string>) => {
    expect(policy.allowed(new Headers(headers))).toBe(false);
    expect(policy.explain(new Headers(headers))).toContain("https://chat.example.org");
  });
});
