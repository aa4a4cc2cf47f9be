import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileLength } from "./file-length.mjs";
import { forbiddenWords } from "./forbidden-words.mjs";
import { applyToSources } from "./house.mjs";

describe("fileLength", () => {
  it("allows 300 lines and reports 301", () => {
    expect(fileLength("a.ts", "x\n".repeat(300))).toEqual([]);
    expect(fileLength("a.ts", "x\n".repeat(301))).toEqual([
      "a.ts: 301 lines, more than 300: split it by what its parts do",
    ]);
  });
});

describe("forbiddenWords", () => {
  // Put together here, so that this file passes the check itself.
  it.each([
    ["// TO", "DO: later"],
    ["// FIX", "ME"],
    ["const a = b as ", "any;"],
    ["const a = b as ", "unknown as string;"],
    ["// @ts-", "ignore"],
    ["// @ts-", "expect-error why"],
    ["// biome-", "ignore lint: why"],
    ["it.", 'only("x", () => {})'],
    ["test.", 'skip("x")'],
    ["describe.", "skip.each([])"],
    ["promise.catch(() => ", "{});"],
    ["promise.catch(() => ", "undefined);"],
    ["try { a(); } catch ", "{}"],
    ["try { a(); } catch (error) ", "{ }"],
  ])("reports %s%s", (one, other) => {
    const problems = forbiddenWords("a.ts", `fine\n${one}${other}\n`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^a\.ts:2: ".+": \w/);
  });

  it.each([
    "const todo = list.filter(isDue);",
    "const any = 1;",
    "export type { X as Y };",
    "rows.skip(1); edit.only();",
    "try { a(); } catch { return undefined; }",
  ])("lets %s pass", (line) => {
    expect(forbiddenWords("a.ts", line)).toEqual([]);
  });
});

describe("applyToSources", () => {
  it("sees every source file, and none that is generated or brought", () => {
    const root = mkdtempSync(join(tmpdir(), "parley-sources-"));
    const files = [
      "packages/a/src/x.ts",
      "apps/web/src/app/page.tsx",
      "scripts/run.mjs",
      "packages/a/src/generated/client.ts",
      "packages/a/node_modules/b/index.js",
      ".next/server.js",
      "README.md",
    ];
    try {
      for (const file of files) {
        mkdirSync(join(root, file, ".."), { recursive: true });
        writeFileSync(join(root, file), "");
      }
      const seen = applyToSources(root, (file) => [file]);
      expect(seen).toEqual(files.slice(0, 3).toSorted());
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
