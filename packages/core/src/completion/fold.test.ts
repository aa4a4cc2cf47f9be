import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyFold, foldChunk, toolCallsOf } from "./fold.ts";
import { completionChunk } from "./wire.ts";

const chunkOf = (delta: object, rest: object = {}) =>
  completionChunk.parse({ choices: [{ index: 0, delta, ...rest }] });

describe("foldChunk", () => {
  it("adds up any cut of a text to that text, and returns what each chunk added", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (pieces) => {
        const folded = emptyFold();
        const deltas = pieces.map((content) => foldChunk(folded, chunkOf({ content })).content);
        expect(deltas).toEqual(pieces);
        expect(folded.content).toBe(pieces.join(""));
      }),
    );
  });

  it.each(["reasoning_content", "reasoning"])("reads thinking from %s", (key) => {
    const folded = emptyFold();
    foldChunk(folded, chunkOf({ [key]: "hm" }));
    expect(folded).toMatchObject({ reasoning: "hm", content: "" });
  });

  it("shows a refusal as the answer's text", () => {
    const folded = emptyFold();
    expect(foldChunk(folded, chunkOf({ refusal: "No." })).content).toBe("No.");
  });

  it("keeps the last usage instead of adding repeated totals up", () => {
    const folded = emptyFold();
    foldChunk(folded, completionChunk.parse({ usage: { completion_tokens: 3 } }));
    foldChunk(folded, completionChunk.parse({ choices: [], usage: { completion_tokens: 7 } }));
    foldChunk(folded, chunkOf({ content: "x" }, { usage: null }));
    expect(folded.usage).toEqual({ completion_tokens: 7 });
  });

  it("folds the first choice only", () => {
    const folded = emptyFold();
    foldChunk(
      folded,
      completionChunk.parse({
        choices: [
          { index: 1, delta: { content: "other" } },
          { index: 0, delta: { content: "mine" }, finish_reason: "stop" },
        ],
      }),
    );
    expect(folded).toMatchObject({ content: "mine", finishReason: "stop" });
  });

  it("puts tool calls together whose arguments arrive in pieces", () => {
    const folded = emptyFold();
    const call = (index: number, part: object) => chunkOf({ tool_calls: [{ index, ...part }] });
    foldChunk(folded, call(0, { id: "a", function: { name: "add", arguments: '{"x"' } }));
    foldChunk(folded, call(2, { id: "b", function: { name: "sub", arguments: "{}" } }));
    foldChunk(folded, call(0, { function: { arguments: ":1}" } }));
    expect(toolCallsOf(folded)).toEqual([
      { id: "a", name: "add", arguments: '{"x":1}' },
      { id: "b", name: "sub", arguments: "{}" },
    ]);
  });

  it.each([1e9, -1, 0.5])("does not let the index %d make an endless list", (index) => {
    const folded = emptyFold();
    const call = { index, id: "a", function: { name: "add", arguments: "{}" } };
    foldChunk(folded, chunkOf({ tool_calls: [call] }));
    expect(folded.toolCalls).toEqual([{ id: "a", name: "add", arguments: "{}" }]);
  });
});
