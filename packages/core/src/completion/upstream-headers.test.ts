import { describe, expect, it } from "vitest";
import { upstreamHeaders } from "./upstream-headers.ts";

describe("upstreamHeaders", () => {
  it.each<[string, string | string[] | undefined]>([
    ["x-request-id", "req_1"],
    ["retry-after", "7"],
    ["retry-after", "Wed, 21 Oct 2026 07:28:00 GMT"],
    ["openai-processing-ms", "120"],
    ["x-ratelimit-limit-requests", "60"],
    ["x-ratelimit-remaining-tokens", "0"],
    ["x-ratelimit-reset-tokens", "6m0s"],
    ["x-ratelimit-limit", "5"],
  ])("gives %s: %s", (name, value) => {
    expect(upstreamHeaders({ [name]: value })).toEqual({ [name]: value });
  });

  it("knows names in whatever letters they came", () => {
    expect(upstreamHeaders({ "X-Request-ID": "req_1" })).toEqual({ "x-request-id": "req_1" });
  });

  it.each<[string, string | string[] | undefined]>([
    ["set-cookie", "session=1"],
    ["server", "vLLM"],
    ["content-length", "12"],
    ["openai-organization", "acme"],
    ["openai-version", "2020-10-01"],
    ["cf-ray", "1"],
    ["x-request-id-internal", "1"],
    ["my-x-request-id", "1"],
    ["x-ratelimit-", "1"],
    ["x-ratelimit-limit requests", "1"],
    ["x-request-id", undefined],
    ["x-request-id", ""],
    ["x-request-id", ["one", "two"]],
    ["x-request-id", "one\r\nset-cookie: a=b"],
    ["x-request-id", "größe"],
    ["x-request-id", "x".repeat(201)],
  ])("keeps %s: %j back", (name, value) => {
    expect(upstreamHeaders({ [name]: value })).toEqual({});
  });

  it("gives no more than a few", () => {
    const many = Array.from({ length: 100 }, (_, index) => [`x-ratelimit-${index}`, "1"]);
    expect(Object.keys(upstreamHeaders(Object.fromEntries(many)))).toHaveLength(32);
  });
});
