import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { caughtUp, type Followed, withDelta } from "./follower.ts";

const start: Followed = { turnId: "t", messageId: "m", seq: 2, text: "Hello" };
const delta = (seq: number, at: number, content: string) => ({
  type: "turn-delta" as const,
  chatId: "c",
  messageId: "m",
  turnId: "t",
  seq,
  at,
  content,
  reasoningAt: 0,
  reasoning: "",
});

describe("withDelta", () => {
  it("appends the next delta", () => {
    expect(withDelta(start, delta(3, 5, ", you"))).toEqual({
      ...start,
      seq: 3,
      text: "Hello, you",
    });
  });

  it.each([
    ["of another turn", { ...delta(3, 5, "x"), turnId: "other" }],
    ["seen before", delta(2, 0, "Hello")],
  ])("passes over a delta %s", (_, seen) => {
    expect(withDelta(start, seen)).toBe(start);
  });

  it.each([
    ["one is missing", delta(4, 5, "x")],
    ["the text is not as long as it should be", delta(3, 6, "x")],
  ])("reports a gap when %s", (_, next) => {
    expect(withDelta(start, next)).toBe("gap");
  });
});

describe("caughtUp", () => {
  it("replaces what stands after the point where the reply continues", () => {
    const running = {
      turnId: "t",
      messageId: "m",
      seq: 7,
      at: 3,
      content: "p me",
      reasoningAt: 0,
      reasoning: "",
      startedAt: 0,
    };
    expect(caughtUp(running, "Helium")).toEqual({ ...start, seq: 7, text: "Help me" });
  });

  it("and the deltas after it give the whole text, wherever the page joins", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), fc.nat(), (pieces, nat) => {
        const joined = nat % (pieces.length + 1);
        const before = pieces.slice(0, joined).join("");
        let known: Followed | "gap" = caughtUp(
          {
            turnId: "t",
            messageId: "m",
            seq: joined,
            at: 0,
            content: before,
            reasoningAt: 0,
            reasoning: "",
            startedAt: 0,
          },
          "old",
        );
        for (const [index, content] of pieces.entries()) {
          if (known === "gap") break;
          const at = pieces.slice(0, index).join("").length;
          known = withDelta(known, delta(index + 1, at, content));
        }
        expect(known).toMatchObject({ text: pieces.join("") });
      }),
    );
  });
});
