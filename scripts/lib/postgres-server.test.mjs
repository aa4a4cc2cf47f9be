import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findPostgres } from "./postgres-server.mjs";

/** @type {string} */
let debian;
beforeEach(() => {
  debian = mkdtempSync(join(tmpdir(), "parley-binaries-"));
});
afterEach(() => rmSync(debian, { recursive: true, force: true }));

/**
 * @param {string} version
 * @param {string[]} programs
 */
function install(version, programs = ["initdb", "postgres"]) {
  const folder = join(debian, version, "bin");
  mkdirSync(folder, { recursive: true });
  for (const name of programs) writeFileSync(join(folder, name), "");
  return folder;
}

describe("findPostgres", () => {
  it("takes the newest version by number", () => {
    install("9");
    const newest = install("15");
    install("14");
    expect(findPostgres({ debian, others: [] })).toBe(newest);
  });

  it("passes over a version of which only the client is there", () => {
    const whole = install("15");
    install("16", ["psql"]);
    expect(findPostgres({ debian, others: [] })).toBe(whole);
  });

  it("gives undefined where there is none", () => {
    expect(findPostgres({ debian, others: ["", "/nowhere"] })).toBeUndefined();
  });
});
