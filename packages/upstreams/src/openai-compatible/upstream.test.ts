import type { Socket } from "node:net";
import type { CompletionRequest } from "@parley/core";
import { describe, expect, it } from "vitest";
import { chunk, done, json, request, send, sse } from "../testing/event-stream.ts";
import { head, lastPiece, piece, rawServer } from "../testing/raw-server.ts";
import { connectionTo, never, textOfBytes, textOfChunks } from "../testing/tools.ts";
import { createOpenAiCompatible } from "./upstream.ts";

describe("an OpenAI-compatible upstream's requests", () => {
  it("sends what it was given, unknown keys included, and the key", async () => {
    const server = await rawServer(send(head(sse), piece(chunk("a") + done), lastPiece));
    const upstream = createOpenAiCompatible(
      connectionTo("openai", `${server.url}/v1/`, "sk-secret"),
    );
    const full = { ...request, custom: { deep: [1] }, temperature: 0.2 };
    const answer = await upstream.complete(full, { signal: never() });
    await Array.fromAsync(answer.chunks());
    const [headers = "", body = ""] = server.received().split("\r\n\r\n");
    expect(headers).toMatch(/^POST \/v1\/chat\/completions HTTP\/1\.1/);
    expect(headers).toMatch(/authorization: Bearer sk-secret/i);
    expect(headers).toMatch(/accept-encoding: identity/i);
    expect(JSON.parse(body)).toEqual(full);
  });

  it.each([true, false])(
    "keeps of the response's headers what callers are given (streamed: %s)",
    async (stream) => {
      const headers = "set-cookie: a=b\r\nX-Request-Id: req_1\r\nx-ratelimit-limit-tokens: 9\r\n";
      const body = stream ? chunk("a") + done : '{"choices":[]}';
      const server = await rawServer(
        send(head(stream ? sse : json, { headers }), piece(body), lastPiece),
      );
      const upstream = createOpenAiCompatible(connectionTo("openai", server.url, "sk-secret"));
      const answer = await upstream.complete({ ...request, stream }, { signal: never() });
      await Array.fromAsync(answer.bytes());
      expect(answer.headers).toEqual({ "x-request-id": "req_1", "x-ratelimit-limit-tokens": "9" });
    },
  );

  it.each<[string, Record<string, string>]>([
    ["x-request-id: req_1\r\nRetry-After: 7\r\n", { "x-request-id": "req_1", "retry-after": "7" }],
    ["x-request-id: sk-secret\r\n", {}],
    ["retry-after: s\u00f8n\r\n", {}],
  ])("keeps them of a refusal: %j", async (headers, kept) => {
    const status = "429 Too Many Requests";
    const server = await rawServer(send(head(json, { status, headers }), piece("{}"), lastPiece));
    const upstream = createOpenAiCompatible(connectionTo("openai", server.url, "sk-secret"));
    await expect(upstream.complete(request, { signal: never() })).rejects.toMatchObject({
      ...{ status: 429, headers: kept, retryAfter: kept["retry-after"] ?? null },
    });
  });

  it("sends no authorization without a key", async () => {
    const server = await rawServer(send(head(sse), piece(chunk("a") + done), lastPiece));
    const upstream = createOpenAiCompatible(connectionTo("openai", server.url));
    await Array.fromAsync((await upstream.complete(request, { signal: never() })).chunks());
    expect(server.received()).not.toMatch(/authorization/i);
  });

  it("learns from its list of models which vendor's server it is, and passes bytes on all the same", async () => {
    const stream = `${chunk("a")}data: {"choices":[],"timings":{"predicted_n":3}}\n\n${done}`;
    const list = '{"data":[{"id":"m","owned_by":"llamacpp"}]}';
    let asked = 0;
    const server = await rawServer((socket) => {
      asked += 1;
      send(head(asked === 1 ? json : sse), piece(asked === 1 ? list : stream), lastPiece)(socket);
    });
    const upstream = createOpenAiCompatible(connectionTo("openai", server.url));
    await upstream.listModels({ signal: never() });
    const developer: CompletionRequest = {
      ...request,
      messages: [{ role: "developer", content: "Be brief." }],
    };
    const bytes = await upstream.complete(developer, { signal: never() });
    expect(await textOfBytes(bytes.bytes())).toBe(stream);
    expect(server.received()).toContain('[{"role":"system","content":"Be brief."}]');
    const chunks = await upstream.complete(developer, { signal: never() });
    expect((await Array.fromAsync(chunks.chunks())).at(-1)?.usage).toMatchObject({
      completion_tokens: 3,
    });
  });

  it("uses connections again after finished answers", async () => {
    const whole = Buffer.concat([
      Buffer.from(head(sse)),
      piece(chunk("a") + done),
      Buffer.from(lastPiece),
    ]);
    const server = await rawServer(send(whole));
    const upstream = createOpenAiCompatible(connectionTo("openai", server.url));
    for (let turn = 0; turn < 10; turn += 1) {
      const answer = await upstream.complete(request, { signal: never() });
      expect(textOfChunks(await Array.fromAsync(answer.chunks()))).toBe("a");
    }
    // A connection is free again a moment after its answer has ended, so a second one may be opened.
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  it.each(["not an address", "ftp://x/v1", ""])("refuses the address %j", (address) => {
    expect(() => createOpenAiCompatible(connectionTo("openai", address))).toThrow(
      expect.objectContaining({ code: "invalid_request", param: "baseUrl" }),
    );
  });
});

describe("an OpenAI-compatible upstream's list", () => {
  it.each<[string, string, string[]]>([
    [
      "OpenAI's shape",
      '{"object":"list","data":[{"id":"a"},{"id":"b","name":"Bee"}]}',
      ["a:a", "b:Bee"],
    ],
    ["a bare array", '[{"id":"a"}]', ["a:a"]],
    ["a models key", '{"models":[{"id":"a"}]}', ["a:a"]],
    ["null for an empty list", '{"object":"list","data":null}', []],
    ["entries without an id", '{"data":[{"name":"x"},{"id":""},7,{"id":"a"}]}', ["a:a"]],
    ["names that are no text", '{"data":[{"id":"a","name":{"en":"x"}}]}', ["a:a"]],
  ])("is read from %s", async (_, body, expected) => {
    const server = await rawServer(send(head(json), piece(body), lastPiece));
    const upstream = createOpenAiCompatible(connectionTo("openai", server.url));
    const models = await upstream.listModels({ signal: never() });
    expect(models.map(({ id, name }) => `${id}:${name}`)).toEqual(expected);
  });

  it.each<[string, (socket: Socket) => void, object]>([
    [
      "a web page",
      send(head("text/html"), piece("<!doctype html>"), lastPiece),
      { code: "upstream_error", message: expect.stringContaining("ends in /v1") },
    ],
    [
      "other JSON",
      send(head(json), piece('{"ok":true}'), lastPiece),
      { code: "upstream_error", message: expect.stringContaining("not a list of models") },
    ],
    [
      "silence",
      send(),
      {
        code: "upstream_timeout",
        message: expect.stringContaining("did not list its models within 0.2 s"),
      },
    ],
    ["half a list", send(head(json), piece("[")), { code: "upstream_timeout" }],
  ])("is refused when the server answers with %s", async (_, respond, expected) => {
    const server = await rawServer(respond);
    const upstream = createOpenAiCompatible(connectionTo("openai", server.url), {
      listTimeout: 200,
    });
    await expect(upstream.listModels({ signal: never() })).rejects.toMatchObject(expected);
  });
});
