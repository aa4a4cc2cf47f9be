import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeOf } from "../shared/place.ts";
import {
  connectionTo,
  reasoningOfChunks,
  recording,
  splitAt,
  textOfChunks,
} from "../testing/tools.ts";
import { readStream } from "./stream.ts";

const options = {
  place: placeOf(connectionTo("openai", "http://127.0.0.1:1/v1", "sk-secret")),
  vendor: { name: "plain" },
  maxEventLength: 1_000_000,
};

async function read(source: AsyncIterable<Uint8Array>) {
  const finish = () => {
    finished = true;
  };
  let finished = false;
  const iterator = source[Symbol.asyncIterator]();
  const chunks = await Array.fromAsync(
    readStream({ [Symbol.asyncIterator]: () => iterator, finish }, options),
  );
  return { chunks, finished };
}

const fixture = (name: string) => recording(new URL(`./__fixtures__/${name}`, import.meta.url));
const bytesOf = (text: string) => new TextEncoder().encode(text);
const chunk = (content: string) =>
  `data: {"choices":[{"index":0,"delta":{"content":"${content}"}}]}\n\n`;

describe("readStream", () => {
  it("reads OpenAI's stream, usage included", async () => {
    const { chunks, finished } = await read(splitAt(await fixture("openai-text.sse"), []));
    expect(textOfChunks(chunks)).toBe("The Grüß-Gott is “hello” — 你好 👋.");
    expect(chunks.at(-1)?.usage).toMatchObject({ total_tokens: 26 });
    expect(finished).toBe(true);
  });

  it("reads thinking", async () => {
    const { chunks } = await read(splitAt(await fixture("deepseek-thinking.sse"), []));
    expect(reasoningOfChunks(chunks)).toBe("17 times 23 is 391.");
    expect(textOfChunks(chunks)).toBe("17 × 23 = 391");
  });

  it("reads a tool call whose arguments come in pieces", async () => {
    const { chunks } = await read(splitAt(await fixture("openai-tool-call.sse"), []));
    const calls = chunks.flatMap(({ choices }) => choices[0]?.delta?.tool_calls ?? []);
    expect(calls[0]).toMatchObject({ index: 0, id: "call_4xL0pWq2m1" });
    const text = calls.map((call) => call.function?.arguments ?? "").join("");
    expect(JSON.parse(text)).toEqual({ city: "Lisbon", unit: "c" });
  });

  it("rejects at an error object, with what the upstream says", async () => {
    const reading = read(splitAt(await fixture("openrouter-error.sse"), []));
    await expect(reading).rejects.toMatchObject({
      code: "upstream_error",
      upstreamCode: "server_error",
      message: "Test at 127.0.0.1:1 reported an error: Provider disconnected",
    });
  });

  it.each(["openai-text.sse", "deepseek-thinking.sse", "openai-tool-call.sse"])(
    "reads %s the same wherever its bytes are split",
    async (name) => {
      const bytes = await fixture(name);
      const { chunks: whole } = await read(splitAt(bytes, []));
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 40 }), async (places) => {
          const { chunks } = await read(splitAt(bytes, places));
          expect(chunks).toEqual(whole);
        }),
        { numRuns: 50 },
      );
      const { chunks: bytewise } = await read(splitAt(bytes, [...bytes.keys()]));
      expect(bytewise).toEqual(whole);
    },
  );

  it.each([
    ["CRLF line ends", `${chunk("a")}${chunk("b")}data: [DONE]\n\n`.replaceAll("\n", "\r\n")],
    ["CR line ends", `${chunk("a")}${chunk("b")}data: [DONE]\n\n`.replaceAll("\n", "\r")],
    ["a byte order mark", `\uFEFF${chunk("a")}${chunk("b")}data: [DONE]\n\n`],
    ["comments", `: hi\n\n${chunk("a")}: still here\n\n${chunk("b")}data: [DONE]\n\n`],
    ["no space after the colon", `${chunk("a")}${chunk("b")}data:[DONE]\n\n`.replaceAll(": ", ":")],
    [
      "a JSON document over several data lines",
      `data: {"choices":[{"delta":\ndata: {"content":"ab"}}]}\n\n`,
    ],
    ["no [DONE]", chunk("a") + chunk("b")],
    ["two [DONE]", `${chunk("a")}${chunk("b")}data: [DONE]\n\ndata: [DONE]\n\n`],
    ["something after [DONE]", `${chunk("a")}${chunk("b")}data: [DONE]\n\n${chunk("c")}`],
    ["no blank line at the end", `${chunk("a")}${chunk("b")}`.trimEnd()],
    ["event and id fields", `event: message\nid: 7\nretry: 10\n${chunk("a")}${chunk("b")}`],
    ["empty data", `data:\n\n${chunk("a")}data: \n\n${chunk("b")}`],
    [
      "null choices",
      `${chunk("a")}${chunk("b")}data: {"choices":null,"usage":{"total_tokens":1}}\n\n`,
    ],
    ["objects of other kinds", `data: {"type":"ping"}\n\n${chunk("a")}${chunk("b")}`],
    ["lines that are no fields", `hello\n${chunk("a")}${chunk("b")}`],
  ])("puts up with %s", async (_, stream) => {
    const { chunks } = await read(splitAt(bytesOf(stream), []));
    expect(textOfChunks(chunks)).toBe("ab");
  });

  it.each([
    ["nothing at all", "", "empty stream"],
    ["keep-alives only", ": hi\n\n: hi\n\n", "empty stream"],
    ["text that is no chunk", "data: oops\n\n", "not a completion: oops"],
    ["a chunk that was cut off", `${chunk("a")}data: {"choices":[{"del`, "not a completion"],
    ["an error event", `event: error\ndata: {"message":"no more"}\n\n`, "no more"],
    ["an error that is a text", `data: {"error":"no more"}\n\n`, "no more"],
    [
      "an error that quotes the key",
      `data: {"error":{"message":"bad key sk-secret"}}\n\n`,
      "bad key [key]",
    ],
    ["an event without end", `data: ${"x".repeat(1_000_001)}`, "more than 1000000 characters"],
  ])("rejects %s", async (_, stream, message) => {
    await expect(read(splitAt(bytesOf(stream), [10]))).rejects.toMatchObject({
      code: "upstream_error",
      message: expect.stringContaining(message),
    });
  });

  it("reads an event of ten megabytes", async () => {
    const large = "x".repeat(10_000_000);
    const source = splitAt(bytesOf(chunk(large)), [1, 5_000_000]);
    const wide = { ...options, maxEventLength: 20_000_000 };
    const iterator = source[Symbol.asyncIterator]();
    const finish = () => {
      throw new Error("there was no [DONE]");
    };
    const body = { [Symbol.asyncIterator]: () => iterator, finish };
    const chunks = await Array.fromAsync(readStream(body, wide));
    expect(textOfChunks(chunks).length).toBe(large.length);
  });
});
