import { defineConfig } from "vitest/config";

/** One run for the whole workspace: a package's own vitest config counts where it has one. */
export default defineConfig({
  test: {
    // By default one processor is left to who watches. Nobody does here, and much is waiting for others.
    maxWorkers: "100%",
    projects: [
      "packages/!(config)",
      "apps/*",
      { test: { name: "@parley/proof", root: "./proof", include: ["**/*.test.ts"] } },
      { test: { name: "@parley/e2e", root: "./e2e", include: ["**/*.test.ts"] } },
      { test: { name: "scripts", root: "./scripts", include: ["**/*.test.mjs"] } },
    ],
  },
});
