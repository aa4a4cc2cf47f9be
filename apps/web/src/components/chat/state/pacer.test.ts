import { describe, expect, it } from "vitest";
import { createPacer } from "./pacer.ts";

/** A browser whose frames come every 16 ms; a task may take long. */
function browser() {
  let now = 0;
  let later: { at: number; task: () => void }[] = [];
  const frames: (() => void)[] = [];
  return {
    frames: {
      now: () => now,
      nextFrame: (task: () => void) => void frames.push(task),
      after: (ms: number, task: () => void) => void later.push({ at: now + ms, task }),
    },
    spend(ms: number) {
      now += ms;
    },
    frame() {
      now += 16;
      const due = later.filter(({ at }) => at <= now);
      later = later.filter(({ at }) => at > now);
      for (const { task } of due) task();
      for (const task of frames.splice(0)) task();
    },
  };
}

describe("createPacer", () => {
  it("runs what was gathered once, before the next frame", () => {
    const { frames, frame } = browser();
    const pace = createPacer(frames);
    const ran: string[] = [];
    pace(() => ran.push("a"));
    pace(() => ran.push("b"));
    expect(ran).toEqual([]);
    frame();
    expect(ran).toEqual(["a", "b"]);
  });

  it("runs quick tasks every other frame at the latest", () => {
    const { frames, frame } = browser();
    const pace = createPacer(frames);
    let count = 0;
    for (let index = 0; index < 20; index += 1) {
      pace(() => {
        count += 1;
      });
      frame();
      frame();
    }
    expect(count).toBe(20);
  });

  it("leaves most of the time to others when tasks take long", () => {
    const { frames, frame, spend } = browser();
    const pace = createPacer(frames);
    let spent = 0;
    let isWaiting = false;
    while (frames.now() < 20_000) {
      if (!isWaiting) {
        isWaiting = true;
        pace(() => {
          isWaiting = false;
          spend(200);
          spent += 200;
        });
      }
      frame();
    }
    expect(spent).toBeGreaterThan(2_000);
    expect(spent).toBeLessThan(20_000 / 3);
  });
});
