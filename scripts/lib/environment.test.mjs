import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { networkForPnpm, withoutNpmRun } from "./environment.mjs";

describe("networkForPnpm", () => {
  it("says npm's network settings in pnpm's words", () => {
    const given = {
      npm_config_registry: "http://a",
      NPM_CONFIG_CAFILE: "/ca.pem",
      npm_config_yes: "1",
    };
    expect(networkForPnpm(given)).toEqual({
      pnpm_config_registry: "http://a",
      pnpm_config_cafile: "/ca.pem",
    });
  });

  it("leaves what is said to pnpm itself", () => {
    const given = { npm_config_registry: "http://a", pnpm_config_registry: "http://b" };
    expect(networkForPnpm(given)).toEqual({});
  });
});

describe("withoutNpmRun", () => {
  it("drops what npm run says about itself and keeps its settings", () => {
    const given = {
      npm_package_name: "parley",
      npm_lifecycle_event: "start",
      npm_config_local_prefix: join("/", "x"),
      npm_config_registry: "http://a",
      PATH: "/bin",
    };
    expect(withoutNpmRun(given)).toEqual({ npm_config_registry: "http://a", PATH: "/bin" });
  });
});
