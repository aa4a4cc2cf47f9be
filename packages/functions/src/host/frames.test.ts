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

  it("leaves out what else a frame holds", () => {
    expect(parseFrame('{"t":"loaded","more":1}')).toEqual({ t: "loaded" });
  });

  it.each([
    '{"__proto__":{"a":1}}',
    '{"a":{"\\u005f_proto\\u005F_" : 1}}',
    '{"__\\u0070roto__":1}',
  ])("refuses a line with a key that reaches a prototype: %s", (v) => {
    expect(parseFrame(`{"t":"value","c":1,"v":${v}}`)).toBeNull();
  });

  it("takes a text in which such a key is written", () => {
    const frame = { t: "value", c: 1, v: { text: '{"__proto__":1} \u0001' } };
    expect(parseFrame(JSON.stringify(frame))).toEqual(frame);
  });

  const long = (length: number) => "x".repeat(length);

  it.each([
    `{"t":"log","l":"info","x":"${long(40_000)}"}`,
    `{"t":"ready","x":"${long(2_000)}"}`,
    `{"x":"${long(2_000)}","t":"log","l":"info"}`,
    `{"t":"value","c":1,"v":"${long(40_000)}","t":"log","l":"info","x":""}`,
    `{"t":"ask","s":1,"r":1,"k":"fetch","a":"${long(2_000)}","k":"emit"}`,
    `{"t":"ask","s":1,"r":1,"k":"execute","a":"${long(2_000)}"}`,
    `{"t":"toString","x":"${long(2_000)}"}`,
  ])("refuses what is too long for its kind: %.30s", (line) => {
    expect(parseFrame(line)).toBeNull();
  });

  it("reads of a request that is too long only its number", () => {
    const line = `{"t":"ask","s":1,"r":7,"k":"storage","a":"${long(400_000)}"}`;
    expect(parseFrame(line)).toEqual({ t: "excess", r: 7 });
  });

  it("finds out quickly that a long line is none of the runner's", () => {
    const started = performance.now();
    parseFrame(`{"t":"log","l":"info","x":"\\u0000","v":[${"0,".repeat(3_900_000)}0]}`);
    expect(performance.now() - started).toBeLessThan(50);
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
