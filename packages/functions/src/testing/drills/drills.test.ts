import { describe, expect, it } from "vitest";
import { drills } from "./index.ts";

describe("the sandbox", () => {
  it.each(drills)("$id: $sentence", { timeout: 120_000 }, async ({ run }) => {
    const { problems } = await run(true);
    expect(problems).toEqual([]);
  });
});
