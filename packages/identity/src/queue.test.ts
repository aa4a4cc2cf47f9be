import { describe, expect, it } from "vitest";
import { queue } from "./queue.ts";

describe("queue", () => {
  it.each([1, 2, 3, 7])(
    "runs at most %i at once, and runs all, also when some fail",
    async (atOnce) => {
      const enqueue = queue(atOnce);
      let running = 0;
      let most = 0;
      const results = await Promise.allSettled(
        Array.from({ length: 30 }, (_, index) =>
          enqueue(async () => {
            running += 1;
            most = Math.max(most, running);
            for (let tick = 0; tick < 10 + (index % 4); tick += 1) await Promise.resolve();
            running -= 1;
            if (index % 3 === 0) throw new Error("failed");
            return index;
          }),
        ),
      );
      expect(most).toBe(atOnce);
      expect(results.map((result) => result.status)).toEqual(
        Array.from({ length: 30 }, (_, index) => (index % 3 === 0 ? "rejected" : "fulfilled")),
      );
    },
  );
});
