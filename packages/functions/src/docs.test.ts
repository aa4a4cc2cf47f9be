import { execFile } from "node:child_process";
import { access, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "./sdk/index.ts";
import { readShipped } from "./shipped/index.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const docs = here("../../../docs/functions");

type Page = { path: string; text: string };
let pages: Page[];
let folder: string;

beforeAll(async () => {
  const files = await readdir(docs, { recursive: true });
  const paths = files.filter((path) => path.endsWith(".md")).sort();
  pages = await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(join(docs, path), "utf8") })),
  );
  folder = await mkdtemp(join(tmpdir(), "parley-docs-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** The TypeScript in a page, each piece with a name that says where it stands. */
function pieces({ path, text }: Page) {
  return [...text.matchAll(/^( *)```ts\n([\s\S]*?)^\1```$/gm)].map(
    ({ 1: indent = "", 2: code = "", index }) => ({
      name: `${path.replaceAll("/", "_").replace(/\.md$/, "")}_line_${text.slice(0, index).split("\n").length}.ts`,
      code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    }),
  );
}

/** One run of the compiler over everything; what it says, line by line. */
async function compiled(): Promise<string[]> {
  const all = pages.flatMap(pieces);
  await symlink(here("../node_modules"), join(folder, "node_modules"));
  await Promise.all(all.map(({ name, code }) => writeFile(join(folder, name), code)));
  const config = {
    extends: here("../tsconfig.json"),
    compilerOptions: {
      paths: {
        "@parley/functions": [here("./sdk/index.ts")],
        "@parley/functions/testing": [here("./testing/index.ts")],
      },
    },
    include: ["*.ts"],
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  // A document's module says "type": "module", as those of authors do.
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const compiler = here("../node_modules/typescript/bin/tsc");
  try {
    await promisify(execFile)(process.execPath, [compiler, "-p", folder]);
    return [];
  } catch (error) {
    if (error instanceof Error && "stdout" in error) return String(error.stdout).trim().split("\n");
    throw error;
  }
}

it("has only TypeScript that compiles", { timeout: 60_000 }, async () => {
  expect(pages.flatMap(pieces).length).toBeGreaterThan(8);
  expect(await compiled()).toEqual([]);
});

it("links only to what exists", async () => {
  for (const { path, text } of pages) {
    for (const [, link = ""] of text.matchAll(/\]\((?!https?:)([^)#]*)(?:#[^)]*)?\)/g)) {
      if (link) await access(join(docs, path, "..", link));
    }
    for (const [, link = path, heading = ""] of text.matchAll(
      /\]\((?!https?:)([^)#]+)?#([^)]*)\)/g,
    )) {
      const target = pages.find((page) => page.path === join(path, "..", link));
      const headings = (target ?? { text }).text.match(/^#+ .*$/gm) ?? [];
      const anchors = headings.map((one) =>
        one.replace(/^#+ /, "").toLowerCase().replaceAll(" ", "-"),
      );
      expect(anchors, path).toContain(heading);
    }
  }
});

const schema = z.instanceof(z.ZodObject).optional();
/** What the test reads of a function's module. */
const exported = z.object({
  default: z.object({ options: z.object({ valves: schema, userValves: schema }) }),
});

describe("what comes with Parley", () => {
  it("has a page each, with all of its valves", async () => {
    for (const { id } of await readShipped()) {
      const page = pages.find(({ path }) => path === join("shipped", `${id}.md`));
      const { valves, userValves } = exported.parse(await import(`./shipped/${id}.ts`)).default
        .options;
      for (const name of Object.keys({ ...valves?.shape, ...userValves?.shape })) {
        expect(page?.text, id).toContain(`\`${name}\``);
      }
    }
  });
});
