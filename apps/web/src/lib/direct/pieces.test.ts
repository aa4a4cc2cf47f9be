import type { CompletionChunk } from "@parley/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joined, piecesOf } from "./pieces.ts";

const chunkOf = (delta: Record<string, unknown>): CompletionChunk => ({
  choices: [{ index: 0, delta, finish_reason: null }],
});
const textOf = (chunks: CompletionChunk[]) =>
  chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? "").join("");

describe("pieces of a chunk", () => {
  it("keep all of its text, and each fits into a frame", () => {
    const character = fc.constantFrom("a", "ü", "界", "👋", "\u0001", '"');
    const text = fc.array(character, { maxLength: 60 }).map((all) => all.join("").repeat(999));
    fc.assert(
      fc.property(text, (content) => {
        const pieces = piecesOf({ ...chunkOf({ content }), usage: { total_tokens: 1 } });
        expect(textOf(pieces)).toBe(content);
        expect(pieces.filter(({ usage }) => usage)).toHaveLength(1);
        for (const piece of pieces) {
          expect(Buffer.byteLength(JSON.stringify(piece))).toBeLessThan(64 * 1024);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("keep the arguments of a long call of a tool", () => {
    const text = JSON.stringify({ text: "x".repeat(50_000) });
    const call = { index: 2, id: "call_1", function: { name: "write", arguments: text } };
    const calls = piecesOf(chunkOf({ tool_calls: [call] })).flatMap(
      ({ choices }) => choices[0]?.delta?.tool_calls ?? [],
    );
    expect(calls[0]).toMatchObject({ index: 2, id: "call_1", function: { name: "write" } });
    expect(calls.map((one) => one.function?.arguments ?? "").join("")).toBe(text);
    expect(new Set(calls.map(({ index }) => index))).toEqual(new Set([2]));
  });
});

describe("chunks that come faster than they are sent", () => {
  it("become one, in order", () => {
    const one = joined(chunkOf({ content: "a", reasoning: "r" }), chunkOf({ content: "b" }));
    expect(one?.choices[0]?.delta).toEqual({ content: "ab", reasoning_content: "r" });
  });

  it.each<[string, CompletionChunk]>([
    ["an end", { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }],
    ["usage", { ...chunkOf({ content: "b" }), usage: { total_tokens: 1 } }],
    ["a call of a tool", chunkOf({ tool_calls: [{ index: 0 }] })],
    ["too much text", chunkOf({ content: "b".repeat(8_000) })],
  ])("stay apart where one has %s", (_, other) => {
    expect(joined(chunkOf({ content: "a" }), other)).toBeNull();
    expect(joined(other, chunkOf({ content: "a" }))).toBeNull();
  });
});
