import type { Log } from "@parley/core";
import { describe, expect, it } from "vitest";
import { LastUsed } from "./last-used.ts";
import { TestClock } from "./testing/clock.ts";

function lastUsed(write?: (ids: string[], at: Date) => Promise<void>) {
  const clock = new TestClock();
  const written: string[][] = [];
  const warnings: string[] = [];
  const log: Log = {
    info: (message) => warnings.push(message),
    warn: (message) => warnings.push(message),
    error: (message) => warnings.push(message),
  };
  const used = new LastUsed({
    clock,
    log,
    intervalMs: 60_000,
    delayMs: 1000,
    write: write ?? (async (ids) => void written.push(ids)),
  });
  return { clock, used, written, warnings };
}

describe("LastUsed", () => {
  it("writes many in one go, and not on the spot", () => {
    const { clock, used, written } = lastUsed();
    for (const id of ["a", "b", "a"]) used.note(id);
    expect(written).toEqual([]);
    clock.advance(1000);
    expect(written).toEqual([["a", "b"]]);
  });

  it("writes an id at most once in the interval", () => {
    const { clock, used, written } = lastUsed();
    for (let second = 0; second <= 120; second += 1) {
      used.note("a");
      clock.advance(1000);
    }
    expect(written).toEqual([["a"], ["a"], ["a"]]);
  });

  it("has no timer running while nothing is used", () => {
    const { clock, used } = lastUsed();
    used.note("a");
    clock.advance(1000);
    expect(clock.waiting).toBe(0);
  });

  it("writes what is left when it is closed", async () => {
    const { clock, used, written } = lastUsed();
    used.note("a");
    await used.close();
    expect(written).toEqual([["a"]]);
    expect(clock.waiting).toBe(0);
  });

  it("says so, and goes on, when writing fails", async () => {
    const { used, warnings } = lastUsed(async () => {
      throw new Error("no database");
    });
    used.note("a");
    await used.close();
    expect(warnings).toHaveLength(1);
  });
});
