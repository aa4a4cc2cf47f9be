import { describe, expect, it } from "vitest";
import type { JsonObject } from "../json.ts";
import { changesBetween } from "./changes.ts";

const user = (content: string) => ({ role: "user", content });

describe("changesBetween", () => {
  it.each<[string, [JsonObject, JsonObject], object[]]>([
    ["finds nothing in what is equal", [{ a: [1, { b: null }] }, { a: [1, { b: null }] }], []],
    [
      "does not mind the order of keys",
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      [],
    ],
    [
      "names the place of a changed text",
      [{ messages: [user("hi")] }, { messages: [user("HI")] }],
      [{ path: "messages.0.content", before: "hi", after: "HI" }],
    ],
    [
      "has nothing before what is new, and nothing after what is gone",
      [{ stop: "x" }, { seed: 7 }],
      [
        { path: "stop", before: "x", after: "" },
        { path: "seed", before: "", after: "7" },
      ],
    ],
    [
      "takes what was put before a list for new, not all of it for changed",
      [
        { messages: [user("one"), user("two")] },
        { messages: [{ role: "system", content: "be brief" }, user("one"), user("two")] },
      ],
      [{ path: "messages.0", before: "", after: '{"role":"system","content":"be brief"}' }],
    ],
    [
      "takes what is missing in the middle of a list for gone",
      [
        { messages: [user("one"), user("two"), user("three")] },
        { messages: [user("one"), user("three")] },
      ],
      [{ path: "messages.1", before: '{"role":"user","content":"two"}', after: "" }],
    ],
    [
      "shows a value whole that became one of another kind",
      [{ content: "text" }, { content: [{ type: "text" }] }],
      [{ path: "content", before: "text", after: '[{"type":"text"}]' }],
    ],
  ])("%s", (_, [before, after], expected) => {
    expect(changesBetween(before, after)).toEqual(expected);
  });

  it("stops at fifty places", () => {
    const many = (value: number) => ({ all: Array.from({ length: 200 }, () => value) });
    expect(changesBetween(many(1), many(2))).toHaveLength(50);
  });
});
