import { describe, expect, it } from "vitest";
import { redact } from "./redact.mjs";

describe("redact", () => {
  it.each([
    ["GET https://registry.example/next: 404", "GET https://…/next: 404"],
    ["proxy http://me:secret@proxy.example:8080 failed", "proxy http://… failed"],
    ["postgres://me:secret@db.example/x", "postgres://…/x"],
    ["getaddrinfo ENOTFOUND registry.example", "getaddrinfo ENOTFOUND …"],
    ["connect ECONNREFUSED 10.0.0.7:443", "connect ECONNREFUSED …"],
    ["_authToken=abc", "_authToken=…"],
    ["\u001b[31mred\u001b[39m", "red"],
    ["http://127.0.0.1:3000/api", "http://127.0.0.1:3000/api"],
    ["nothing to hide", "nothing to hide"],
  ])("makes %j into %j", (text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});
