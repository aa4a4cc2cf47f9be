import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { cpuTimeOf, familyOf, parsePsTime, parseStat, processes, untilGone } from "./processes.ts";

describe("parseStat", () => {
  it("reads past a name that holds spaces and parentheses", () => {
    const stat = "42 (a (b) c) S 7 42 42 0 -1 4194560 100 0 0 0 30 12 0 0 20 0 1 0 99 0 0";
    expect(parseStat(stat)).toEqual({ pid: 42, parent: 7, cpuMs: 420 });
  });
});

describe("parsePsTime", () => {
  it.each([
    ["0:01.25", 1250],
    ["00:00:02", 2000],
    ["1-02:03:04", 93_784_000],
  ])("%s is %d ms", (time, expected) => {
    expect(parsePsTime(time)).toBe(expected);
  });
});

describe("familyOf", () => {
  it("finds children and their children, and nobody else", () => {
    const entry = (pid: number, parent: number) => ({ pid, parent, cpuMs: 0 });
    const table = [entry(3, 2), entry(1, 0), entry(2, 1), entry(9, 8), entry(4, 2)];
    expect(familyOf(2, table).map(({ pid }) => pid)).toEqual([2, 3, 4]);
    expect(familyOf(77, table)).toEqual([]);
  });
});

describe("processes", () => {
  it("counts the CPU time of this very process", () => {
    expect(cpuTimeOf(process.pid)).toBeGreaterThan(0);
    expect(processes().some(({ pid }) => pid === process.pid)).toBe(true);
  });

  it("notices when a process is gone", async () => {
    const child = spawn(process.execPath, ["--eval", "process.stdin.resume()"]);
    await once(child, "spawn");
    const pid = child.pid ?? 0;
    expect(await untilGone([pid], 50)).toBeNull();
    child.kill("SIGKILL");
    expect(await untilGone([pid], 10_000)).not.toBeNull();
  });
});
