import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { createOpenAiCompatible } from "../openai-compatible/upstream.ts";
import { connectionTo, never } from "../testing/tools.ts";
import { reportOfBody } from "./error-report.ts";
import { refused } from "./errors.ts";
import { networkError } from "./network-errors.ts";
import { defaultHttpOptions } from "./options.ts";
import { placeOf } from "./place.ts";

const place = placeOf(connectionTo("openai", "https://api.example.com/v1", "sk-secret"));
const keyless = placeOf(connectionTo("openai", "https://api.example.com/v1"));
const report = { message: "because", code: null };

describe("reportOfBody", () => {
  it.each([
    ['{"error":{"message":"m","code":"c","type":"t"}}', { message: "m", code: "c" }],
    ['{"error":{"message":"m","type":"t","code":null}}', { message: "m", code: "t" }],
    ['{"error":{"message":"m","code":"c","param":"n"}}', { message: "m", code: "c", param: "n" }],
    ['{"error":{"message":"m","code":429}}', { message: "m", code: "429" }],
    ['{"error":"m"}', { message: "m", code: null }],
    ['{"detail":"m"}', { message: "m", code: null }],
    ['{"detail":[{"loc":["body"],"msg":"m"},{"msg":"n"}]}', { message: "m; n", code: null }],
    ['{"detail":[{"loc":["body","n"],"msg":"m"}]}', { message: "n: m", code: null }],
    [
      '{"message":{"detail":[{"loc":["body","n"],"msg":"m"}]},"type":"t"}',
      { message: "n: m", code: "t" },
    ],
    ['{"message":"m"}', { message: "m", code: null }],
    ['{"object":"error","message":"m","code":40001}', { message: "m", code: "40001" }],
    ['[{"error":{"code":400,"message":"m","status":"INVALID"}}]', { message: "m", code: "400" }],
    ["just text", { message: "just text", code: null }],
    ['{"other":1}', { message: '{"other":1}', code: null }],
    [
      "<html><head><title>502 Bad Gateway</title></head></html>",
      { message: "502 Bad Gateway", code: null },
    ],
    ["<p>no title</p>", { message: "", code: null }],
    ["", { message: "", code: null }],
  ])("reads %s", (body, expected) => {
    expect(reportOfBody(body)).toEqual(expected);
  });
});

describe("refused", () => {
  it.each([
    [401, "Test at api.example.com refused the key (401): because"],
    [403, "Test at api.example.com does not allow this with the connection's key (403): because"],
    [404, "Test at api.example.com knows no such model or address (404): because"],
    [400, "Test at api.example.com rejected the request (400): because"],
    [
      429,
      "Test at api.example.com takes no more requests just now (429; try again in 7 s): because",
    ],
    [503, "Test at api.example.com failed (503): because"],
  ])("says whose refusal %i is", (status, message) => {
    const error = refused({ status, retryAfter: "7", report }, place);
    expect(error).toMatchObject({ code: "upstream_error", status, message, retryAfter: "7" });
  });

  it("names the key of the request that the upstream finds at fault", () => {
    const told = { message: "too high", code: null, param: "temperature" };
    const error = refused({ status: 400, retryAfter: null, report: told }, place);
    expect(error.param).toBe("temperature");
  });

  it("says that a key is missing when there is none", () => {
    const error = refused({ status: 401, retryAfter: null, report }, keyless);
    expect(error.message).toContain("asks for a key (401), and this connection has none");
  });

  it("keeps the key to itself", () => {
    const told = { message: "Incorrect API key: sk-secret!", code: "invalid_api_key" };
    const error = refused({ status: 401, retryAfter: null, report: told }, place);
    expect(error.message).not.toContain("sk-secret");
    expect(error.upstreamCode).toBe("invalid_api_key");
  });

  it("cuts long explanations", () => {
    const told = { message: "x ".repeat(5000), code: null };
    const error = refused({ status: 500, retryAfter: null, report: told }, place);
    expect(error.message.length).toBeLessThan(400);
  });
});

describe("networkError", () => {
  const translate = networkError(place, defaultHttpOptions);
  const failure = (code: string) => Object.assign(new Error("low-level words"), { code });

  it.each([
    ["ECONNREFUSED", "upstream_unavailable", "connection refused"],
    ["ENOTFOUND", "upstream_unavailable", "can't be found"],
    ["EAI_AGAIN", "upstream_unavailable", "can't be found"],
    ["EHOSTUNREACH", "upstream_unavailable", "no way to"],
    ["CERT_HAS_EXPIRED", "upstream_unavailable", "certificate"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "upstream_unavailable", "http://"],
    ["ECONNRESET", "upstream_unavailable", "before it answered"],
    ["UND_ERR_DESTROYED", "upstream_unavailable", "changed or removed"],
    ["UND_ERR_CONNECT_TIMEOUT", "upstream_timeout", "within 10 s"],
    ["UND_ERR_HEADERS_TIMEOUT", "upstream_timeout", "within 600 s"],
  ])("explains %s before the answer", (code, expected, words) => {
    const error = translate(failure(code), false);
    expect(error).toMatchObject({ code: expected, cause: { code } });
    expect(error.message).toContain(words);
    if (code !== "UND_ERR_DESTROYED") expect(error.message).toContain("api.example.com");
    expect(error.message).not.toContain("low-level");
  });

  it.each(["ECONNRESET", "UND_ERR_SOCKET", "ETIMEDOUT", "EPIPE"])(
    "calls %s after the beginning an answer that broke off",
    (code) => {
      const error = translate(failure(code), true);
      expect(error.code).toBe("upstream_error");
      expect(error.message).toBe(
        "The connection to Test at api.example.com broke off in the middle of the answer.",
      );
    },
  );
});

describe("a server that is not there", () => {
  async function freePort(): Promise<number> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    server.close();
    await once(server, "close");
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  it("is named with host and port", async () => {
    const port = await freePort();
    const upstream = createOpenAiCompatible(connectionTo("openai", `http://127.0.0.1:${port}/v1`));
    await expect(upstream.listModels({ signal: never() })).rejects.toMatchObject({
      code: "upstream_unavailable",
      status: 503,
      message: expect.stringContaining(`Nothing answers at 127.0.0.1:${port}`),
    });
  });

  it("gets no request with a key that can't be sent, and the key stays unsaid", async () => {
    const upstream = createOpenAiCompatible(
      connectionTo("openai", "http://127.0.0.1:9/v1", "sk-one\nsk-two"),
    );
    const listing = upstream.listModels({ signal: never() });
    const error = await listing.catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "upstream_unavailable", message: /can't be sent/ });
    expect(`${error} ${error instanceof Error ? error.cause : ""}`).not.toContain("sk-");
  });
});
