import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ParleyError } from "@parley/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type FunctionsFolder,
  type FunctionsFolderParts,
  watchFunctions,
} from "./functions-folder.ts";

describe("watchFunctions", () => {
  let folder: string;
  let watched: FunctionsFolder | null = null;
  const calls: string[] = [];
  const logged: string[] = [];
  const functions: FunctionsFolderParts["functions"] = {
    install(id, source) {
      calls.push(`${id}: ${source}`);
      if (source === "bad") return Promise.reject(new ParleyError("invalid_request", "1:1: no."));
      return Promise.resolve();
    },
    keepFiles(files) {
      calls.push(`keep ${files.join(",")}`);
      return Promise.resolve([]);
    },
  };
  const note = (message: string) => void logged.push(message);
  const log = { info: () => undefined, warn: note, error: note };
  const write = (file: string, source: string) => writeFile(path.join(folder, file), source);
  const begin = async (lookMs = 60_000) => {
    watched = await watchFunctions({ folder, functions, log, settleMs: 5, lookMs });
    return watched;
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "parley-functions-"));
    calls.length = 0;
    logged.length = 0;
  });
  afterEach(async () => {
    await watched?.close();
    await rm(folder, { recursive: true });
  });

  it("takes each file under its name, and nothing that is no function", async () => {
    await write("kind.ts", "one");
    for (const other of ["kind.test.ts", "types.d.ts", ".hidden.ts", "read.md"]) {
      await write(other, "other");
    }
    await begin();
    expect(calls).toEqual(["kind: one", "keep kind.ts"]);
  });

  it("that is missing switches nothing off, is not made, and is taken once it is there", async () => {
    await rm(folder, { recursive: true });
    const { look } = await begin();
    expect(calls).toEqual([]);
    expect(logged).toContain("The functions folder can't be read");
    await expect(readdir(folder)).rejects.toMatchObject({ code: "ENOENT" });
    await mkdir(folder);
    await write("kind.ts", "one");
    await look();
    expect(calls).toEqual(["kind: one", "keep kind.ts"]);
  });

  it("takes one that changes, once, and says which are there still", async () => {
    await write("kind.ts", "one");
    await write("other.ts", "two");
    const { look } = await begin();
    await write("kind.ts", "three");
    await rm(path.join(folder, "other.ts"));
    await vi.waitFor(() => expect(calls.at(-1)).toBe("keep kind.ts"));
    await look();
    expect(calls.filter((call) => call.startsWith("kind:"))).toEqual(["kind: one", "kind: three"]);
  });

  it("says which can't be taken, tries them again when they change, and takes the others", async () => {
    await write("a.ts", "bad");
    await write("B.ts", "shouting");
    await write("c.ts", "good");
    const { look } = await begin();
    expect(calls).toEqual(["a: bad", "c: good", "keep B.ts,a.ts,c.ts"]);
    expect(logged).toHaveLength(2);
    await look();
    expect(logged).toHaveLength(2);
    await write("a.ts", "better");
    await look();
    expect(calls).toContain("a: better");
  });
});
