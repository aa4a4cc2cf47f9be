import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["./scripts/before-tests.mjs"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
