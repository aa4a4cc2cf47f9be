import { describe, expect, it } from "vitest";
import { parseFrame } from "./frames.ts";
import { createLines } from "./lines.ts";

describe("parseFrame", () => {
  it.each([
    { t: "ready" },
    { t: "loaded" },
    { t: "described", d: { a: 1 } },
    { t: "broken", m: "why" },
    { t: "value", c: 1, v: null },
    { t: "nothing", c: 1 },
    { t: "blocked", c: 1, m: "no" },
    { t: "failed", c: 1, m: "no", stack: "" },
    {
      t: "events",
      b: [
        [1, [0, null, { a: 1 }]],
        [2, []],
      ],
    },
    { t: "pieces", c: 1, v: ["a", { b: 1 }] },
    { t: "end", c: 1 },
    { t: "ask", s: 1, r: 1, k: "fetch", a: {} },
    { t: "drop", r: 1 },
    { t: "want", r: 1, n: 2 },
    { t: "log", l: "info", x: "a" },
    { t: "pong", n: 1 },
  ])("reads $t", (frame) => {
    expect(parseFrame(JSON.stringify(frame))).toEqual(frame);
  });

  it("leaves out what else a frame holds, and keys that reach a prototype", () => {
    expect(parseFrame('{"t":"loaded","more":1}')).toEqual({ t: "loaded" });
    const frame = parseFrame(
      '{"t":"value","c":1,"v":{"__proto__":{"a":1},"\\u005f_proto__":{"b":1}}}',
    );
    expect(frame).toEqual({ t: "value", c: 1, v: {} });
    expect(Object.keys(frame?.t === "value" && frame.v instanceof Object ? frame.v : {})).toEqual(
      [],
    );
  });
});

describe("createLines", () => {
  it("puts lines together from pieces cut anywhere, also inside a letter", () => {
    const text = "one\nzwei ü drei\n\nvier 🚀\n";
    const bytes = Buffer.from(text);
    for (let size = 1; size <= bytes.length; size += 1) {
      const found: string[] = [];
      const push = createLines(100, { lines: (lines) => found.push(...lines), tooLong() {} });
      for (let at = 0; at < bytes.length; at += size) push(bytes.subarray(at, at + size));
      expect(found).toEqual(["one", "zwei ü drei", "", "vier 🚀"]);
    }
  });

  it("says when a line gets too long", () => {
    let tooLong = 0;
    const push = createLines(10, {
      lines() {},
      tooLong: () => {
        tooLong += 1;
      },
    });
    push(Buffer.from("12345\n12345678"));
    expect(tooLong).toBe(0);
    push(Buffer.from("901"));
    expect(tooLong).toBe(1);
  });
});
