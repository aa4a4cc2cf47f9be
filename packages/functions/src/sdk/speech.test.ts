import { asked } from "@parley/functions/testing";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CompletionBody } from "./messages.ts";
import { type Beat, beatsOf, speak } from "./speech.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const { signal } = new AbortController();

/** All that is said, and the milliseconds that it takes. */
async function said(beats: readonly Beat[], body: CompletionBody) {
  const begun = Date.now();
  const [chunks] = await Promise.all([
    Array.fromAsync(speak(beats, { body, signal })),
    vi.runAllTimersAsync(),
  ]);
  const text = chunks.map(({ choices }) => choices?.[0]?.delta?.content ?? "").join("");
  return { chunks, text, ms: Date.now() - begun };
}

describe("beatsOf", () => {
  it("loses no character, and no piece is without a pause", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const beats = beatsOf(text);
        expect(beats.map((beat) => (beat.kind === "fail" ? "" : beat.text)).join("")).toBe(text);
        expect(beats.every((beat) => beat.kind !== "fail" && beat.pause > 0)).toBe(true);
      }),
    );
  });
});

describe("speak", () => {
  const slow: Beat[] = ["one", " two"].map((text) => ({ kind: "content", text, pause: 150 }));

  it("takes its time in a stream, and none of the words' time without one", async () => {
    const streamed = await said(slow, asked("go", { stream: true }));
    expect(streamed).toMatchObject({ text: "one two", ms: 250 + 2 * 150 });
    expect(await said(slow, asked("go"))).toMatchObject({ text: "one two", ms: 250 });
  });

  it("ends as soon as nobody wants it any more", async () => {
    const leaving = new AbortController();
    const words = speak(slow, { body: asked("go", { stream: true }), signal: leaving.signal });
    const next = words.next();
    leaving.abort(new Error("gone"));
    await expect(next).rejects.toThrow("gone");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("counts usage, in a chunk of its own when asked", async () => {
    const usage = { prompt_tokens: 2, completion_tokens: 2, total_tokens: 4 };
    const whole = await said(slow, asked("one two"));
    expect(whole.chunks.at(-1)).toMatchObject({ choices: [{ finish_reason: "stop" }], usage });
    const apart = asked("one two", { stream: true, stream_options: { include_usage: true } });
    expect((await said(slow, apart)).chunks.at(-1)).toEqual({ choices: [], usage });
  });

  it("reports where it fails, and ends there", async () => {
    const { chunks, text } = await said([...slow, { kind: "fail", message: "!" }], asked("go"));
    expect(text).toBe("one two");
    expect(chunks.at(-1)).toEqual({ error: { message: "!" } });
  });
});

describe("an answer that was begun", () => {
  const after = (begun: string): CompletionBody => {
    const answer = { role: "assistant", content: begun };
    return asked("", { messages: [{ role: "user", content: "go" }, answer] });
  };

  it("is gone on with by exactly what is missing, wherever it was cut", async () => {
    const whole = "One two, three and   a fourth word.";
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: whole.length - 1 }), async (cut) => {
        const begun = whole.slice(0, cut);
        expect(begun + (await said(beatsOf(whole), after(begun))).text).toBe(whole);
      }),
    );
  });

  it.each<[string, Beat[]]>([
    ["a failure follows", [...beatsOf("So far"), { kind: "fail", message: "!" }]],
    ["the text was edited", beatsOf("Something else")],
  ])("is gone on with by something when %s", async (_, beats) => {
    const { text, chunks } = await said(beats, after("So far"));
    expect(text).not.toBe("");
    expect(chunks.at(-1)).not.toHaveProperty("error");
  });
});
