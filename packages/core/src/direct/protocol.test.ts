import { describe, expect, it } from "vitest";
import { directChoice, directFrame } from "./protocol.ts";

const choice = { sessionId: "s", connectionId: "k", model: { id: "llama3:8b", name: "Llama" } };

describe("S-16: a direct model names nothing of the server", () => {
  it("is an endpoint of the page and a model of it", () => {
    expect(directChoice.parse(choice)).toEqual(choice);
  });

  it.each([
    "files",
    "knowledge",
    "functions",
    "filter_ids",
    "tool_ids",
    "connection",
    "url",
    "api_key",
    "info",
    "settings",
    "__proto__x",
  ])("refuses %s, beside the model and inside of it", (key) => {
    expect(directChoice.safeParse({ ...choice, [key]: ["x"] }).success).toBe(false);
    const model = { ...choice.model, [key]: ["x"] };
    expect(directChoice.safeParse({ ...choice, model }).success).toBe(false);
  });

  it.each([
    ["a room instead of a socket", { sessionId: "user:bob" }],
    ["a path instead of a name", { connectionId: "../x" }],
    ["two lines", { model: { id: "a\nb", name: "a" } }],
    ["a name without end", { model: { id: "a".repeat(201), name: "a" } }],
  ])("refuses %s", (_, change) => {
    expect(directChoice.safeParse({ ...choice, ...change }).success).toBe(false);
  });
});

describe("a frame", () => {
  const frame = { channel: "c", seq: 1 };
  it.each([
    ["nothing", {}],
    ["a number from nowhere", { seq: 0, done: true }],
    ["two things at once", { done: true, chunk: "{}" }],
    ["a chunk that is no text", { chunk: { choices: [] } }],
    ["an end that is none", { done: false }],
    ["keys that nobody knows", { done: true, event: "execute" }],
    ["an error with more than a sentence", { error: { reason: "broken", status: null, data: 1 } }],
  ])("is refused with %s", (_, parts) => {
    expect(directFrame.safeParse({ ...frame, ...parts }).success).toBe(false);
  });
});
