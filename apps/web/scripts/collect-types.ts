import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/**
 * What TypeScript in the page needs to know: its own libraries, zod, and the SDK that functions are
 * written against, as one file of path → text.
 */
const target = path.join(
  import.meta.dirname,
  "../src/components/admin/functions/editor/types.generated.json",
);
const here = createRequire(import.meta.url);
const files = new Map<string, string>();

const libraries = path.dirname(here.resolve("typescript-for-pages"));
for (const name of readdirSync(libraries)) {
  // No DOM: functions run in a worker of their own.
  if (!/^lib\.(?:es|webworker|decorators|scripthost).*\.d\.ts$/.test(name)) continue;
  files.set(`/${name}`, readFileSync(path.join(libraries, name), "utf8"));
}

function add(folder: string, as: string, isWanted: (name: string) => boolean): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile() || !isWanted(file)) continue;
    files.set(path.posix.join(as, path.relative(folder, file)), readFileSync(file, "utf8"));
  }
}

const zod = path.dirname(here.resolve("zod/package.json"));
add(zod, "/node_modules/zod", (file) => {
  const inside = path.relative(zod, file);
  return (
    inside === "package.json" ||
    (/^(?:index|v4\/(?:core|classic)\/.*|locales\/en|v4\/locales\/(?:en|index))\.d\.ts$/.test(
      inside,
    ) &&
      !inside.includes("tests"))
  );
});
const sdk = path.dirname(here.resolve("@parley/functions/sdk"));
add(
  sdk,
  "/node_modules/@parley/functions",
  (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
);
files.set(
  "/node_modules/@parley/functions/package.json",
  JSON.stringify({
    name: "@parley/functions",
    version: "1.0.0",
    type: "module",
    types: "./index.ts",
  }),
);

writeFileSync(target, JSON.stringify(Object.fromEntries(files)));
