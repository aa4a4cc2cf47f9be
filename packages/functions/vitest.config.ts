import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`src/${path}/index.ts`, import.meta.url));

/** Functions import by the name that they have where they run; see `paths` in tsconfig.json. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@parley\/functions$/, replacement: source("sdk") },
      { find: /^@parley\/functions\/testing$/, replacement: source("testing") },
    ],
  },
  test: {
    globalSetup: ["./scripts/before-tests.mjs"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
