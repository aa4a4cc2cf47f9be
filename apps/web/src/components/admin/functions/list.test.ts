import { describe, expect, it } from "vitest";
import { stateOf } from "./list.ts";

const figures = { calls: 0, errors: 0, p95Ms: null, lastUsedAt: null };
const idle = { ...figures, state: "idle" as const, reason: null };
const broken = { ...figures, state: "broken" as const, reason: "It keeps ending." };
const host = { available: true as const, runtime: "Deno", outerLayer: null };
const noHost = { available: false as const, reason: "No Deno." };

describe("a function's state", () => {
  it.each([
    ["on", { enabled: true, problem: null, figures: idle }, host, null],
    ["off", { enabled: false, problem: null, figures: idle }, host, null],
    [
      "broken",
      { enabled: true, problem: "It keeps ending.", figures: broken },
      host,
      "It keeps ending.",
    ],
    ["broken", { enabled: false, problem: "Line 1:1", figures: idle }, host, "Line 1:1"],
    ["unavailable", { enabled: true, problem: "No Deno.", figures: idle }, noHost, null],
    ["off", { enabled: false, problem: "No Deno.", figures: idle }, noHost, null],
  ])("is %s", (word, fn, ...[status, reason]) => {
    expect(stateOf(fn, status)).toMatchObject({ word, reason });
  });
});
