import type { Socket } from "node:net";
import { type CompletionRequest, systemClock } from "@parley/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLines } from "../shared/lines.ts";
import { head, lastPiece, piece, rawServer } from "../testing/raw-server.ts";
import { connectionTo, never, recording, splitAt, textOfBytes } from "../testing/tools.ts";
import { createOllama } from "./upstream.ts";

const ndjson = "application/x-ndjson";
const request: CompletionRequest = {
  model: "gemma3",
  stream: true,
  messages: [{ role: "user", content: "hi" }],
};
const fixture = (name: string) => recording(new URL(`./__fixtures__/${name}`, import.meta.url));

function send(...parts: (string | Buffer)[]) {
  return (socket: Socket) => {
    for (const part of parts) socket.write(part);
  };
}

async function chunksFrom(respond: (socket: Socket) => void, stream = true) {
  const server = await rawServer(respond);
  const limits = { headersTimeout: 300, bodyTimeout: 300 };
  const upstream = createOllama(connectionTo("ollama", server.url), limits);
  const answer = await upstream.complete({ ...request, stream }, { signal: never() });
  return await Array.fromAsync(answer.chunks());
}

describe("an Ollama upstream", () => {
  it("streams OpenAI's events: one id, the role first, one finish reason, [DONE]", async () => {
    const body = await fixture("text.ndjson");
    const server = await rawServer(send(head(ndjson), piece(body), lastPiece));
    const options = { newId: () => "1", clock: { now: () => 5000, after: systemClock.after } };
    const upstream = createOllama(connectionTo("ollama", server.url), options);
    const answer = await upstream.complete(request, { signal: never() });
    const events = (await textOfBytes(answer.bytes())).split("\n\n");
    expect(events[0]).toBe(
      'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":5,"model":"gemma3","choices":[{"index":0,"finish_reason":null,"delta":{"role":"assistant","content":"That"}}]}',
    );
    expect(events.at(-2)).toBe("data: [DONE]");
    expect(events.filter((event) => event.includes('"finish_reason":"stop"'))).toHaveLength(1);
  });

  it("is an OpenAI completion when it is not streamed", async () => {
    const body = await fixture("whole.json");
    const server = await rawServer(send(head("application/json"), piece(body), lastPiece));
    const upstream = createOllama(connectionTo("ollama", server.url));
    const answer = await upstream.complete({ ...request, stream: false }, { signal: never() });
    expect(JSON.parse(await textOfBytes(answer.bytes()))).toMatchObject({
      object: "chat.completion",
      choices: [
        {
          index: 0,
          finish_reason: "stop",
          message: {
            role: "assistant",
            content: "It is 22 °C.",
            reasoning_content: "The tool said 22.",
          },
        },
      ],
      usage: { prompt_tokens: 203, completion_tokens: 19, total_tokens: 222 },
    });
  });

  it("ends at the done line, even if the server leaves the connection open", async () => {
    const chunks = await chunksFrom(send(head(ndjson), piece(await fixture("text.ndjson"))));
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe("stop");
  });

  it.each<[string, (body: Buffer) => (socket: Socket) => void, object]>([
    [
      "reports an error in the middle",
      (body) => send(head(ndjson), piece(body), lastPiece),
      { code: "upstream_error", message: expect.stringContaining("CUDA error: out of memory") },
    ],
    [
      "ends without a done line",
      (body) => send(head(ndjson), piece(body.subarray(0, body.indexOf("\n"))), lastPiece),
      { code: "upstream_error", message: expect.stringContaining("broke off") },
    ],
    [
      "ends in the middle of a line",
      (body) => send(head(ndjson), piece(body.subarray(0, 50)), lastPiece),
      { code: "upstream_error", message: expect.stringContaining("not a line of Ollama's") },
    ],
    [
      "closes in the middle",
      (body) => (socket) =>
        socket.end(Buffer.concat([Buffer.from(head(ndjson)), piece(body.subarray(0, 50))])),
      { code: "upstream_error", message: expect.stringContaining("broke off") },
    ],
    [
      "falls silent",
      (body) => send(head(ndjson), piece(body.subarray(0, 50))),
      { code: "upstream_timeout", message: expect.stringContaining("fell silent") },
    ],
    [
      "is a web server",
      () => send(head("text/html"), piece("<html></html>"), lastPiece),
      { code: "upstream_error", message: expect.stringContaining("web page") },
    ],
    [
      "does not know the model",
      () =>
        send(
          head("application/json", { status: "404 Not Found" }),
          piece(`{"error":"model 'x' not found"}`),
          lastPiece,
        ),
      {
        code: "upstream_error",
        status: 404,
        message: expect.stringContaining("model 'x' not found"),
      },
    ],
  ])("says so when the server %s", async (_, respond, expected) => {
    const body = await fixture("error.ndjson");
    await expect(chunksFrom(respond(body))).rejects.toMatchObject(expected);
  });

  it.each([
    ["an error", '{"error":"model runner has unexpectedly stopped"}\n'],
    ["a web page", "<html></html>"],
    ["nothing", ""],
  ])("refuses, before any byte is handed on, an answer that begins with %s", async (_, body) => {
    const server = await rawServer(send(head(ndjson), body === "" ? "" : piece(body), lastPiece));
    const upstream = createOllama(connectionTo("ollama", server.url));
    const asked = upstream.complete(request, { signal: never() });
    await expect(asked).rejects.toMatchObject({ code: "upstream_error", status: 502 });
  });

  it("closes the connection when the reader leaves at the first chunk", async () => {
    const server = await rawServer(send(head(ndjson), piece(await fixture("length.ndjson"))));
    const upstream = createOllama(connectionTo("ollama", server.url));
    const answer = await upstream.complete(request, { signal: never() });
    for await (const _ of answer.chunks()) break;
    await server.clientLeft;
  });

  it("lists models with what is known of them", async () => {
    const body = {
      models: [
        {
          name: "llama3.2:latest",
          model: "llama3.2:latest",
          details: { parameter_size: "3.2B", quantization_level: "Q4_K_M" },
        },
        { name: "old:1b" },
        { size: 3 },
      ],
    };
    const reply = send(head("application/json"), piece(JSON.stringify(body)), lastPiece);
    const server = await rawServer(reply);
    const upstream = createOllama(connectionTo("ollama", server.url));
    expect(await upstream.listModels({ signal: never() })).toEqual([
      { id: "llama3.2:latest", name: "llama3.2", description: "3.2B, Q4_K_M" },
      { id: "old:1b", name: "old:1b" },
    ]);
  });

  it("says that an address is wrong when no list comes from it", async () => {
    const server = await rawServer(send(head("text/plain"), piece("hello"), lastPiece));
    const upstream = createOllama(connectionTo("ollama", server.url));
    await expect(upstream.listModels({ signal: never() })).rejects.toMatchObject({
      message: expect.stringContaining("no /v1 or /api at its end"),
    });
  });
});

describe("readLines", () => {
  const limits = { maxLength: 100_000, tooLong: () => new Error("too long") };

  it.each(["text.ndjson", "thinking.ndjson", "tool-call.ndjson"])(
    "finds the lines of %s wherever its bytes are split",
    async (name) => {
      const bytes = await fixture(name);
      const expected = bytes.toString("utf8").trim().split("\n");
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 40 }), async (places) => {
          expect(await Array.fromAsync(readLines(splitAt(bytes, places), limits))).toEqual(
            expected,
          );
        }),
        { numRuns: 50 },
      );
    },
  );

  it("passes over empty lines and CRs, and takes a last line without its end", async () => {
    const source = splitAt(new TextEncoder().encode('{"a":1}\r\n\r\n\n{"b":2}'), []);
    const lines = await Array.fromAsync(readLines(source, limits));
    expect(lines.map((line) => JSON.parse(line))).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it("stops at a line that is too long", async () => {
    const source = splitAt(new Uint8Array(200_000).fill(120), [70_000]);
    await expect(Array.fromAsync(readLines(source, limits))).rejects.toThrow("too long");
  });

  it("finds no line in an empty body", async () => {
    expect(await Array.fromAsync(readLines(splitAt(new Uint8Array(0), []), limits))).toEqual([]);
  });
});
