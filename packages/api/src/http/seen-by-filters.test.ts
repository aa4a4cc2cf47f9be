import type { CompletionChunk, JsonObject, OpenedCompletion, Outlet } from "@parley/core";
import { describe, expect, it } from "vitest";
import { unused } from "../testing/unused.ts";
import { streamedBytes, wholeBytes } from "./seen-by-filters.ts";

const { signal } = new AbortController();
const whole = {
  id: "1",
  object: "chat.completion",
  choices: [
    { index: 0, message: { role: "assistant", content: "Hello", refusal: null }, logprobs: null },
    { index: 1, message: { role: "assistant", content: "Hi" } },
  ],
  usage: { total_tokens: 3 },
};
const chunks: CompletionChunk[] = ["Hel", "lo"].map((content) => ({
  choices: [{ index: 0, delta: { content } }],
}));

/** An answer that has begun, with filters that do as told; `seen` is what they were shown. */
function opened(outlet: Outlet | null) {
  const seen: JsonObject[] = [];
  const model = unused<OpenedCompletion["route"]["model"]>("model", { id: "picked" });
  const answer = {
    async *bytes() {
      yield Buffer.from(JSON.stringify(whole));
    },
    async *chunks() {
      yield* chunks;
    },
  };
  const watched: Outlet = (body, given) => {
    seen.push(body);
    return outlet === null ? Promise.resolve(body) : outlet(body, given);
  };
  const given = unused<OpenedCompletion>("completion", {
    route: unused<OpenedCompletion["route"]>("route", { model }),
    request: { model: "picked", messages: [{ role: "user", content: "hi" }] },
    answer,
    outlet: watched,
  });
  return { seen, opened: given };
}

const text = async (bytes: AsyncIterable<Uint8Array>) =>
  Buffer.concat(await Array.fromAsync(bytes)).toString("utf8");
const saying =
  (content: string, more: JsonObject[] = []): Outlet =>
  async (body) => ({ ...body, messages: [...more, { role: "assistant", content }] });

describe("a whole answer that filters see", () => {
  const sent = async (given: OpenedCompletion) =>
    JSON.parse(await text(wholeBytes(given, { selected: null, signal })));

  it("carries what they made of its text, and all else as it was", async () => {
    const { opened: given } = opened(saying("Bye"));
    const [first, second] = whole.choices;
    const choices = [{ ...first, message: { ...first?.message, content: "Bye" } }, second];
    expect(await sent(given)).toEqual({ ...whole, choices });
  });

  it("is as it was when they change nothing", async () => {
    const { opened: given } = opened(null);
    expect(await sent(given)).toEqual(whole);
  });

  it("is shown with the conversation, and with the model that answered", async () => {
    const { opened: given, seen } = opened(null);
    await sent(given);
    expect(seen).toMatchObject([
      {
        model: "picked",
        messages: [
          { role: "user", content: "hi" },
          { role: "assistant", content: "Hello" },
        ],
      },
    ]);
  });

  it("is changed also when the question had a picture in it", async () => {
    const parts = [{ type: "image_url", image_url: { url: "data:," } }];
    const { opened: given } = opened(saying("Bye", [{ role: "user", content: parts }]));
    expect(await sent(given)).toMatchObject({ choices: [{ message: { content: "Bye" } }, {}] });
  });

  it("is not sent when they refuse it", async () => {
    const { opened: given } = opened(() => Promise.reject(new Error("No.")));
    await expect(sent(given)).rejects.toThrow("No.");
  });
});

describe("a stream that filters see", () => {
  it("is sent as it comes, shown to them whole, and ended after that", async () => {
    const { opened: given, seen } = opened(saying("Bye"));
    const stream = await text(streamedBytes(given, signal));
    expect(stream).toBe(
      `${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join("")}data: [DONE]\n\n`,
    );
    expect(seen[0]?.messages).toContainEqual({ role: "assistant", content: "Hello" });
  });

  it("breaks off without its end when they refuse it", async () => {
    const { opened: given } = opened(() => Promise.reject(new Error("No.")));
    const got: string[] = [];
    const reading = (async () => {
      for await (const bytes of streamedBytes(given, signal)) got.push(String(Buffer.from(bytes)));
    })();
    await expect(reading).rejects.toThrow("No.");
    expect(got).toHaveLength(2);
  });
});
