import { defineConfig, devices } from "@playwright/test";
import { chromiumPath } from "./fixtures/environment.ts";

const executablePath = chromiumPath();

/** Nobody asks these suites for sandboxes or the network; running as root, Chromium refuses the first. */
const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Every worker has a Parley, a model server and a browser of its own: see fixtures/test.ts. */
export default defineConfig({
  testDir: "suites",
  testMatch: "**/*.spec.ts",
  outputDir: "artifacts/results",
  reporter: [["list"], ["json", { outputFile: "artifacts/report.json" }]],
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 45_000,
  globalTimeout: 20 * 60_000,
  expect: { timeout: 10_000 },
  use: {
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    // Without the film, which costs more than everything else in it.
    trace: "off",
    screenshot: "only-on-failure",
    locale: "en-GB",
    contextOptions: { reducedMotion: "reduce" },
    permissions: ["clipboard-read", "clipboard-write"],
    launchOptions: {
      args: chromiumFlags,
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
  projects: [
    {
      name: "desktop",
      testIgnore: "**/phone/**",
      use: { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } },
    },
    {
      name: "phone",
      testMatch: "**/phone/**/*.spec.ts",
      use: { ...devices["Pixel 7"], viewport: { width: 390, height: 844 } },
    },
  ],
});
