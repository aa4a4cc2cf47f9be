import { describe, expect, it } from "vitest";
import { stateOf } from "./list.ts";

const figures = { calls: 0, errors: 0, p95Ms: null, lastUsedAt: null };
const idle = { ...figures, state: "idle" as const, reason: null };
const broken = { ...figures, state: "broken" as const, reason: "It keeps ending." };
const host = { available: true as const, runtime: "Deno", outerLayer: null };
const noHost = { available: false as const, reason: "No Deno." };

describe("a function's state", () => {
  const on = { enabled: true, problem: null, figures: idle };
  const off = { ...on, enabled: false };

  it("is on or off", () => {
    expect(stateOf(on, host)).toMatchObject({ word: "on", reason: null });
    expect(stateOf(off, host)).toMatchObject({ word: "off", reason: null });
  });

  it("is broken, with the reason, also while it is off", () => {
    const problem = "It keeps ending.";
    expect(stateOf({ ...on, problem, figures: broken }, host)).toMatchObject({
      ...{ word: "broken", reason: problem },
    });
    expect(stateOf({ ...off, problem: "Line 1:1" }, host)).toMatchObject({
      ...{ word: "broken", reason: "Line 1:1" },
    });
  });

  it("is unavailable where no function can run, and the page says why once", () => {
    const problem = noHost.reason;
    expect(stateOf({ ...on, problem }, noHost)).toMatchObject({
      word: "unavailable",
      reason: null,
    });
    expect(stateOf({ ...off, problem }, noHost)).toMatchObject({ word: "off", reason: null });
  });
});
