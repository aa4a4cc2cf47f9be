import { describe, expect, it, vi } from "vitest";
import { createProgress } from "./progress.mjs";

/** @param {boolean} isTTY */
function fakeTerminal(isTTY) {
  /** @type {string[]} */
  const written = [];
  return { isTTY, columns: 60, written, write: (/** @type {string} */ text) => written.push(text) };
}

describe("createProgress", () => {
  it("says which step it is, what it is doing every ten seconds, and how it ended", async () => {
    vi.useFakeTimers();
    try {
      const terminal = fakeTerminal(false);
      const progress = createProgress(4, { terminal });
      await progress.step("Packages", async (report) => {
        report("  half of it  ");
        await vi.advanceTimersByTimeAsync(20_000);
        return "done";
      });
      expect(terminal.written).toEqual([
        "[1/4] Packages …\n",
        "    … 10.0 s · half of it\n",
        "    … 20.0 s · half of it\n",
        "✓ [1/4] Packages · 20.0 s · done\n",
      ]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("counts the steps and lets the error of one through", async () => {
    const terminal = fakeTerminal(false);
    const progress = createProgress(2, { terminal, now: () => 0 });
    await progress.step("One", async () => undefined);
    const failing = progress.step("Two", async () => {
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(terminal.written.at(-1)).toBe("✗ [2/2] Two · 0.0 s\n");
  });

  it("marks a step that failed without an error", async () => {
    const terminal = fakeTerminal(false);
    const progress = createProgress(1, { terminal, now: () => 0 });
    await progress.step("Check", async () => ({ failed: true, text: "2 lines" }));
    expect(terminal.written.at(-1)).toBe("✗ [1/1] Check · 0.0 s · 2 lines\n");
  });

  it("paints one line over and over on a terminal, cut to its width", async () => {
    vi.useFakeTimers();
    try {
      const terminal = fakeTerminal(true);
      const progress = createProgress(1, { terminal });
      await progress.step("Build", async (report) => {
        report("x".repeat(100));
        await vi.advanceTimersByTimeAsync(1000);
        return undefined;
      });
      const frame = terminal.written[0]?.replace("\r\u001b[2K", "") ?? "";
      expect(frame).toContain("[1/1] Build");
      expect(frame.length).toBeLessThan(60);
      expect(terminal.written.join("").split("\n")).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });
});
