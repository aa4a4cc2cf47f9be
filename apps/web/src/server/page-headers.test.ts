import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { setPagePolicy } from "./page-headers.ts";

/** The policy of one page by directive, and the request that Next reads the nonce from. */
function pagePolicy({ development = false, direct = false } = {}) {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  setPagePolicy(request, response, { development, direct });
  const policy = String(response.getHeader("content-security-policy"));
  const directives = policy.split("; ").map((directive): [string, string[]] => {
    const [name = "", ...sources] = directive.split(" ");
    return [name, sources];
  });
  return { request, policy, sources: new Map(directives) };
}

describe("a page's content security policy", () => {
  it("names no other origin, and no scheme that reaches one", () => {
    const { sources } = pagePolicy();
    const all = [...sources.values()].flat();
    expect(all.filter((source) => !source.startsWith("'"))).toEqual(["data:", "data:"]);
    expect(all).not.toContain("'unsafe-eval'");
  });

  it("lets scripts ask other origins where direct connections are allowed, and loads nothing from them", () => {
    const { sources } = pagePolicy({ direct: true });
    expect(sources.get("connect-src")).toEqual(["'self'", "http:", "https:"]);
    sources.delete("connect-src");
    const all = [...sources.values()].flat();
    expect(all.filter((source) => !source.startsWith("'"))).toEqual(["data:", "data:"]);
  });

  it("shows images of this origin and those that travel inside a text, and no others", () => {
    expect(pagePolicy().sources.get("img-src")).toEqual(["'self'", "data:"]);
  });

  it("frames nothing but what Parley sends itself", () => {
    expect(pagePolicy().sources.get("frame-src")).toEqual(["'self'"]);
    expect(pagePolicy().sources.get("frame-ancestors")).toEqual(["'none'"]);
  });

  it("runs scripts with a nonce of this answer alone", () => {
    const [one, other] = [pagePolicy(), pagePolicy()];
    const nonce = one.request.headers["x-nonce"];
    expect(one.sources.get("script-src")).toContain(`'nonce-${nonce}'`);
    expect(other.request.headers["x-nonce"]).not.toBe(nonce);
    expect(one.request.headers["content-security-policy"]).toBe(one.policy);
  });

  it("lets the development server's tools evaluate, and only those", () => {
    expect(pagePolicy({ development: true }).sources.get("script-src")).toContain("'unsafe-eval'");
  });
});
