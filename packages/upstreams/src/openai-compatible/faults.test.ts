import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import type { HttpOptions } from "../shared/options.ts";
import { chunk, done, json, request, send, sse } from "../testing/event-stream.ts";
import { head, lastPiece, piece, rawServer } from "../testing/raw-server.ts";
import { connectionTo, never, textOfBytes, textOfChunks } from "../testing/tools.ts";
import { createOpenAiCompatible } from "./upstream.ts";

async function answerText(
  respond: (socket: Socket) => void,
  options: Partial<HttpOptions> = {},
  stream = true,
): Promise<string> {
  const server = await rawServer(respond);
  const upstream = createOpenAiCompatible(
    connectionTo("openai", `${server.url}/v1`, "sk-secret"),
    options,
  );
  const answer = await upstream.complete({ ...request, stream }, { signal: never() });
  return textOfChunks(await Array.fromAsync(answer.chunks()));
}

describe("an OpenAI-compatible upstream and what servers do wrong", () => {
  it.each<[string, (socket: Socket) => void, string]>([
    [
      "one byte at a time",
      (socket) => {
        socket.write(head(sse));
        for (const byte of Buffer.from(chunk("ü") + done)) socket.write(piece(Buffer.from([byte])));
        socket.write(lastPiece);
      },
      "ü",
    ],
    [
      "no length and no chunks, ended by the connection's end",
      (socket) => {
        socket.end(
          `HTTP/1.1 200 OK\r\ncontent-type: ${sse}\r\nconnection: close\r\n\r\n${chunk("a")}`,
        );
      },
      "a",
    ],
    [
      "no [DONE] and no finish reason, ended cleanly",
      send(head(sse), piece(chunk("a")), lastPiece),
      "a",
    ],
    ["nothing more after [DONE], without an end", send(head(sse), piece(chunk("a") + done)), "a"],
    [
      "a stream without a content type",
      send(head("text/plain"), piece(chunk("a") + done), lastPiece),
      "a",
    ],
    [
      "early hints before the answer",
      send(
        "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n",
        head(sse),
        piece(chunk("a") + done),
        lastPiece,
      ),
      "a",
    ],
    [
      "a whole completion instead of a stream",
      send(
        head(json),
        piece(
          '{"choices":[{"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]}',
        ),
        lastPiece,
      ),
      "a",
    ],
  ])("reads an answer with %s", async (_, respond, text) => {
    expect(await answerText(respond)).toBe(text);
  });

  it.each<[string, (socket: Socket) => void, object]>([
    [
      "hangs before headers",
      send(),
      {
        code: "upstream_timeout",
        status: 504,
        message: expect.stringContaining("did not begin to answer within 0.3 s"),
      },
    ],
    [
      "hangs in the middle",
      send(head(sse), piece(chunk("a"))),
      { code: "upstream_timeout", status: 504, message: expect.stringContaining("fell silent") },
    ],
    [
      "resets before headers",
      (socket) => socket.resetAndDestroy(),
      {
        code: "upstream_unavailable",
        status: 503,
        message: expect.stringContaining("before it answered"),
      },
    ],
    [
      "closes before headers",
      (socket) => socket.end(),
      { code: "upstream_unavailable", status: 503 },
    ],
    [
      "closes in the middle of a chunked stream",
      (socket) => socket.end(Buffer.concat([Buffer.from(head(sse)), piece(chunk("a"))])),
      {
        code: "upstream_error",
        status: 502,
        message: expect.stringContaining("broke off in the middle of the answer"),
      },
    ],
    [
      "sends less than it promised",
      (socket) =>
        socket.end(
          `HTTP/1.1 200 OK\r\ncontent-type: ${sse}\r\ncontent-length: 900\r\n\r\n${chunk("a")}`,
        ),
      { code: "upstream_error", message: expect.stringContaining("broke off") },
    ],
    [
      "does not speak HTTP",
      (socket) => socket.end("220 mail ready\r\n"),
      { code: "upstream_unavailable", message: expect.stringContaining("does not speak HTTP") },
    ],
    [
      "answers with a web page",
      send(head("text/html; charset=utf-8"), piece("<html>"), lastPiece),
      { code: "upstream_error", status: 502, message: expect.stringContaining("web page") },
    ],
    [
      "answers 200 with a JSON error",
      send(
        head(json),
        piece('{"error":{"message":"no such engine","code":"bad_engine"}}'),
        lastPiece,
      ),
      {
        code: "upstream_error",
        upstreamCode: "bad_engine",
        message: expect.stringContaining("no such engine"),
      },
    ],
    [
      "answers 200 with other JSON",
      send(head(json), piece('{"hello":1}'), lastPiece),
      { code: "upstream_error", message: expect.stringContaining("not a completion") },
    ],
    [
      "compresses unasked",
      send(head(sse, { headers: "content-encoding: br\r\n" })),
      { code: "upstream_error", message: expect.stringContaining("compressed data (br)") },
    ],
    [
      "redirects",
      send(
        head(json, {
          status: "308 Permanent Redirect",
          headers: "location: https://else.where/v1\r\n",
        }),
      ),
      {
        code: "upstream_error",
        status: 502,
        message: expect.stringContaining("redirects to https://else.where/v1 (308)"),
      },
    ],
    [
      "hangs in the middle of an error",
      send(head(json, { status: "500 Oops" }), piece("half a rea")),
      { code: "upstream_error", status: 500, message: expect.stringContaining("half a rea") },
    ],
    [
      "resets in the middle of an error",
      (socket) =>
        socket.end(Buffer.concat([Buffer.from(head(json, { status: "500 Oops" })), piece("half")])),
      { code: "upstream_error", status: 500 },
    ],
    [
      "sends an error without end",
      (socket) => {
        socket.write(head("text/plain", { status: "500 Oops" }));
        for (let sent = 0; sent < 40; sent += 1) socket.write(piece("x".repeat(4096)));
      },
      { code: "upstream_error", status: 500, message: expect.stringMatching(/x{300}…$/) },
    ],
  ])("says what happened when a server %s", async (_, respond, expected) => {
    const limits = { headersTimeout: 300, bodyTimeout: 300, errorTimeout: 200 };
    await expect(answerText(respond, limits)).rejects.toMatchObject({
      name: "ParleyError",
      ...expected,
    });
  });

  it("does not hand a stream to a caller who asked for one answer", async () => {
    const asked = answerText(send(head(sse), piece(chunk("a"))), {}, false);
    await expect(asked).rejects.toMatchObject({ message: expect.stringContaining("a stream") });
  });

  it.each<[string, string[]]>([
    ["at once", ['{"error":{"message":"no such engine","code":"bad_engine"}}']],
    ["in pieces", [" \n{ ", '"error"', ' : {"message":"no such engine","code":"bad_engine"}}']],
  ])("does not hand a failure with status 200 on as an answer, sent %s", async (_, pieces) => {
    const server = await rawServer(send(head(json), ...pieces.map(piece), lastPiece));
    const upstream = createOpenAiCompatible(connectionTo("openai", server.url));
    const asked = upstream.complete({ ...request, stream: false }, { signal: never() });
    await expect(asked).rejects.toMatchObject({ status: 502, upstreamCode: "bad_engine" });
  });

  it.each([
    '{"error":null,"choices":[{"message":{"content":"a"}}]}',
    ' { "choices" : [ { "message" : { "content" : "a" } } ] }',
  ])("passes a whole answer on as it came: %s", async (body) => {
    const server = await rawServer(send(head(json), piece(body), lastPiece));
    const upstream = createOpenAiCompatible(connectionTo("openai", server.url));
    const answer = await upstream.complete({ ...request, stream: false }, { signal: never() });
    expect(await textOfBytes(answer.bytes())).toBe(body);
  });

  it("closes the connection when the reader of a whole answer leaves at its first piece", async () => {
    const server = await rawServer(send(head(json), piece(`{"choices":[${" ".repeat(99)}`)));
    const upstream = createOpenAiCompatible(connectionTo("openai", server.url));
    const answer = await upstream.complete({ ...request, stream: false }, { signal: never() });
    for await (const _ of answer.bytes()) break;
    await server.clientLeft;
  });

  it("gives a whole completion to readers of bytes as a stream", async () => {
    const body =
      '{"id":"x","choices":[{"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]}';
    const server = await rawServer(send(head(json), piece(body), lastPiece));
    const upstream = createOpenAiCompatible(connectionTo("openai", server.url));
    const answer = await upstream.complete(request, { signal: never() });
    expect(await textOfBytes(answer.bytes())).toBe(
      'data: {"id":"x","object":"chat.completion.chunk","choices":[{"finish_reason":"stop","delta":{"role":"assistant","content":"a"}}]}\n\ndata: [DONE]\n\n',
    );
  });

  it("passes bytes on as they came, errors in the stream included", async () => {
    const stream = `\uFEFF: hi\r\n\r\n${chunk("a")}data: {"error":{"message":"no"}}\n\n`;
    const server = await rawServer(send(head(sse), piece(stream), lastPiece));
    const upstream = createOpenAiCompatible(connectionTo("openai", server.url));
    const answer = await upstream.complete(request, { signal: never() });
    expect(await textOfBytes(answer.bytes())).toBe(stream);
  });

  it("ends the event in which the connection broke, so that an error can follow as its own", async () => {
    const half = `${chunk("a")}data: {"choi`;
    const server = await rawServer((socket) => {
      socket.end(Buffer.concat([Buffer.from(head(sse)), piece(half)]));
    });
    const upstream = createOpenAiCompatible(connectionTo("openai", server.url));
    const answer = await upstream.complete(request, { signal: never() });
    let text = "";
    const reading = (async () => {
      for await (const bytes of answer.bytes()) text += Buffer.from(bytes).toString("utf8");
    })();
    await expect(reading).rejects.toMatchObject({ code: "upstream_error" });
    expect(text).toBe(`${half}\n\n`);
  });

  it("rejects at once at an abort, whatever is still unread", async () => {
    const flood = (socket: Socket) => {
      socket.write(head(sse));
      for (let sent = 0; sent < 100; sent += 1) socket.write(piece(`: ${"x".repeat(65_536)}\n\n`));
    };
    const server = await rawServer(flood);
    const upstream = createOpenAiCompatible(connectionTo("openai", server.url));
    const stop = new AbortController();
    const answer = await upstream.complete(request, { signal: stop.signal });
    const iterator = answer.bytes()[Symbol.asyncIterator]();
    await iterator.next();
    const reason = new Error("enough");
    stop.abort(reason);
    await expect(iterator.next()).rejects.toBe(reason);
    await server.clientLeft;
  });
});
