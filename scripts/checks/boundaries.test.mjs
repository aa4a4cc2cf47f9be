import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../lib/layout.mjs";

const PACKAGES = ["core", "db", "api", "identity", "upstreams"];

/** A small checkout that follows every rule. */
const CLEAN = {
  "packages/core/src/index.ts": 'import { z } from "zod";\nexport const id = z;\n',
  "packages/db/src/index.ts":
    'import { id } from "@parley/core";\nimport pg from "pg";\nexport type Row = typeof id;\nexport const pool = pg;\n',
  "packages/api/src/index.ts":
    'import { id } from "@parley/core";\nexport type Router = typeof id;\nexport const router = id;\n',
  "packages/identity/src/index.ts":
    'import { pool } from "@parley/db";\nexport const people = pool;\n',
  "packages/upstreams/src/index.ts": 'export { id } from "@parley/core";\n',
  "apps/web/src/server/compose.ts":
    'import { router } from "@parley/api";\nimport { pool } from "@parley/db";\nexport const all = [router, pool];\n',
  "apps/web/src/app/page.tsx":
    'import type { Router } from "@parley/api";\nexport default (_: Router) => <p />;\n',
  "e2e/model-server/index.ts": "export const server = 1;\n",
  "node_modules/zod/index.js": "export const z = 1;\n",
  "node_modules/pg/index.js": "export default 1;\n",
  "node_modules/react/index.js": "export default 1;\n",
};

/** One file for every way to break a rule: the rule, the file, and its text. */
const PLANTED = /** @type {const} */ ([
  ["core-is-framework-free", "packages/core/src/planted-1.ts", 'import "react";'],
  [
    "core-is-framework-free",
    "packages/core/src/planted-2.ts",
    'import type { Row } from "@parley/db";',
  ],
  ["core-is-framework-free", "packages/core/src/planted-3.ts", 'import "node:fs";'],
  ["api-stands-alone", "packages/api/src/planted-4.ts", 'import { pool } from "@parley/db";'],
  [
    "api-stands-alone",
    "packages/api/src/planted-5.ts",
    'export const x = () => import("@parley/db");',
  ],
  ["only-db-knows-prisma", "packages/api/src/planted-6.ts", 'import pg from "pg";'],
  [
    "upstreams-stands-alone",
    "packages/upstreams/src/planted-7.ts",
    'export * from "@parley/identity";',
  ],
  ["identity-stands-alone", "packages/identity/src/planted-8.ts", 'import "@parley/api";'],
  ["db-stands-alone", "packages/db/src/planted-9.ts", 'import "@parley/identity";'],
  [
    "pages-import-server-types-only",
    "apps/web/src/app/planted-10.tsx",
    'import { router } from "@parley/api";\nexport const x = <p>{router}</p>;',
  ],
  [
    "nothing-leans-on-tests",
    "packages/db/src/planted-11.ts",
    'import "../../../e2e/model-server/index.ts";',
  ],
  ["packages-have-doors", "packages/api/src/planted-12.ts", 'import "../../core/src/index.ts";'],
  ["imports-resolve", "packages/api/src/planted-13.ts", 'import "./absent.ts";'],
  ["imports-resolve", "packages/api/src/planted-14.ts", 'import "@parley/core/src/index.ts";'],
  ["no-cycles", "packages/api/src/planted-cycle.ts", 'export { z } from "./returning.ts";'],
]);

/** @type {string} */
let folder;
/** @type {string[]} */
let clean;
/** @type {string[]} */
let found;

/**
 * @param {string} file
 * @param {string} text
 */
function put(file, text) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/**
 * What the check says about the tree, as `rule file`.
 * @returns {string[]}
 */
function findViolations() {
  const folders = ["packages", "apps", "e2e"];
  const cruiser = join(root, "node_modules", "dependency-cruiser", "bin", "dependency-cruiser.mjs");
  const config = join(root, ".dependency-cruiser.mjs");
  const parameters = [cruiser, "--config", config, "--output-type", "json", ...folders];
  const { stdout } = spawnSync(process.execPath, parameters, { cwd: folder, encoding: "utf8" });
  /** @type {{ summary: { violations: { from: string, rule: { name: string } }[] } }} */
  const { summary } = JSON.parse(stdout);
  return summary.violations.map(({ rule, from }) => `${rule.name} ${from}`);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-boundaries-"));
  for (const [file, text] of Object.entries(CLEAN)) put(file, text);
  put("package.json", '{"name":"tree","type":"module"}');
  for (const name of ["zod", "pg", "react"]) {
    put(
      `node_modules/${name}/package.json`,
      `{"name":"${name}","version":"1.0.0","exports":"./index.js"}`,
    );
  }
  mkdirSync(join(folder, "node_modules/@parley"), { recursive: true });
  const everything = Object.fromEntries(
    [...PACKAGES.map((name) => `@parley/${name}`), "zod", "pg", "react"].map((name) => [name, "*"]),
  );
  for (const name of PACKAGES) {
    const manifest = {
      name: `@parley/${name}`,
      exports: { ".": "./src/index.ts" },
      dependencies: everything,
    };
    put(`packages/${name}/package.json`, JSON.stringify(manifest));
    symlinkSync(join(folder, "packages", name), join(folder, "node_modules/@parley", name));
  }
  put("apps/web/package.json", JSON.stringify({ name: "@parley/web", dependencies: everything }));
  clean = findViolations();
  for (const [, file, text] of PLANTED) put(file, `${text}\n`);
  put("packages/api/src/returning.ts", 'export { z } from "./planted-cycle.ts";\n');
  found = findViolations();
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the boundary check", () => {
  it("finds nothing in a tree that follows the arrows", () => {
    expect(clean).toEqual([]);
  });

  it.each(PLANTED)("reports %s for %s", (rule, file) => {
    expect(found).toContain(`${rule} ${file}`);
  });
});
