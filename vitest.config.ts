import { defineConfig } from "vitest/config";

/** One run for the whole workspace: a package's own vitest config counts where it has one. */
export default defineConfig({
  test: {
    projects: [
      "packages/!(config)",
      "apps/*",
      { test: { name: "@parley/proof", root: "./proof", include: ["**/*.test.ts"] } },
      { test: { name: "@parley/e2e", root: "./e2e", include: ["**/*.test.ts"] } },
      { test: { name: "scripts", root: "./scripts", include: ["**/*.test.mjs"] } },
    ],
  },
});
