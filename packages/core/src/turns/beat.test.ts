import { describe, expect, it } from "vitest";
import { manualClock } from "../testing/clock.ts";
import { Beat } from "./beat.ts";

describe("Beat", () => {
  it("hands over everything that joined within one interval at once", async () => {
    const clock = manualClock();
    const flushed: string[][] = [];
    const beat = new Beat<string>(clock, 100, (members) => void flushed.push(members));
    beat.add("a");
    await clock.advance(60);
    beat.add("b");
    beat.add("a");
    expect(flushed).toEqual([]);
    await clock.advance(40);
    expect(flushed).toEqual([["a", "b"]]);
  });

  it("keeps who joins during a slow hand-over for the next one, and never runs two at once", async () => {
    const clock = manualClock();
    const flushed: string[][] = [];
    let release: () => void = () => undefined;
    const beat = new Beat<string>(clock, 100, (members) => {
      flushed.push(members);
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    });
    beat.add("a");
    await clock.advance(100);
    beat.add("b");
    await clock.advance(1_000);
    expect(flushed).toEqual([["a"]]);
    release();
    await clock.advance(100);
    expect(flushed).toEqual([["a"], ["b"]]);
  });

  it("forgets who left", async () => {
    const clock = manualClock();
    const flushed: string[][] = [];
    const beat = new Beat<string>(clock, 100, (members) => void flushed.push(members));
    beat.add("a");
    beat.add("b");
    beat.delete("a");
    await clock.advance(100);
    expect(flushed).toEqual([["b"]]);
  });
});
