import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { boundaries } from "./boundaries.mjs";

/** A small checkout that follows every rule. */
const CLEAN = {
  "packages/core/src/index.ts": 'import { z } from "zod";\nexport { part } from "./part.ts";\n',
  "packages/core/src/part.ts": 'import type { z } from "./index.ts";\nexport const part = 1;\n',
  "packages/core/src/part.test.ts": 'import { it } from "vitest";\nimport "node:fs";\n',
  "packages/db/src/index.ts": 'import { part } from "@parley/core";\nimport pg from "pg";\n',
  "packages/api/src/index.ts": 'import { part } from "@parley/core";\nexport type Router = 1;\n',
  "packages/identity/src/index.ts": 'import { pool } from "@parley/db";\n',
  "packages/upstreams/src/index.ts": 'export { part } from "@parley/core";\n',
  "apps/web/src/server/compose.ts":
    'import { router } from "@parley/api";\nimport { pool } from "@parley/db";\nawait using x = y();\n',
  "apps/web/src/server/bridge.ts": "export const bridge = 1;\n",
  "apps/web/src/app/page.tsx":
    'import type { Router } from "@parley/api";\nimport { bridge } from "../server/bridge.ts";\nimport "./a.css";\nexport default (_: Router) => <p />;\n',
  "e2e/model-server/index.ts": 'import { part } from "@parley/core";\n',
};

/** @type {string} */
let folder;

/**
 * @param {string} file
 * @param {string} text
 */
function put(file, text) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-boundaries-"));
  for (const [file, text] of Object.entries(CLEAN)) put(file, text);
  const manifest = JSON.stringify({ exports: { ".": "./src/index.ts" } });
  for (const name of ["core", "db", "api", "functions", "identity", "upstreams"]) {
    put(`packages/${name}/package.json`, manifest);
  }
  put(
    "e2e/package.json",
    JSON.stringify({ exports: { "./model-server": "./model-server/index.ts" } }),
  );
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("boundaries", () => {
  it("finds nothing in a tree that follows the arrows", () => {
    expect(boundaries(folder)).toEqual([]);
  });

  const core = "packages/core/src/x.ts";
  const api = "packages/api/src/x.ts";
  const page = "apps/web/src/components/x.tsx";

  it.each([
    ["core is framework-free", core, 'import "react";'],
    ["core is framework-free", core, 'import type { Row } from "@parley/db";'],
    ["core is framework-free", core, 'import "node:fs";'],
    ["core is framework-free", core, 'import { readFile } from "fs/promises";'],
    ["core is framework-free", core, 'export * from "@trpc/server";'],
    ["api stands alone", api, 'import { pool } from "@parley/db";'],
    ["api stands alone", api, 'import type { Row } from "@parley/db";'],
    ["api stands alone", api, 'export const x = () => import("@parley/db");'],
    ["api stands alone", api, "export const x = () => import(`@parley/identity`);"],
    ["upstreams stands alone", "packages/upstreams/src/x.ts", 'export * from "@parley/identity";'],
    ["identity stands alone", "packages/identity/src/x.ts", 'import "@parley/api";'],
    ["db stands alone", "packages/db/src/x.ts", 'import "@parley/identity";'],
    ["only db knows Prisma", api, 'import pg from "pg";'],
    ["only db knows Prisma", "apps/web/src/server/x.ts", 'import "@prisma/client/runtime";'],
    ["a page imports only types", page, 'import { router } from "@parley/api";'],
    ["a page imports only types", page, 'import { type Router } from "@parley/api";'],
    ["a page imports only types", page, 'import { all } from "../server/compose.ts";'],
    ["nothing leans on tests", api, 'import "@parley/e2e/model-server";'],
    ["nothing leans on tests", core, 'import "./part.test.ts";'],
    ["packages have doors", api, 'import "../../core/src/index.ts";'],
    ["packages have doors", "proof/x.ts", 'import "../e2e/model-server/index.ts";'],
    ["packages have doors", api, 'import "@parley/core/src/part.ts";'],
    ["a circle of imports", core, 'export { y } from "./y.ts";'],
  ])("reports that %s: %s", (rule, file, text) => {
    put("packages/core/src/y.ts", 'export { x as y } from "./x.ts";\n');
    put(file, `// first line\n${text}\n`);
    const found = boundaries(folder).filter((problem) => problem.includes(rule));
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(`${file}:`)).toBe(true);
  });

  it("refuses a file that it can't parse", () => {
    put(core, "export const = 1;");
    expect(() => boundaries(folder)).toThrow("packages/core/src/x.ts can't be parsed");
  });
});
