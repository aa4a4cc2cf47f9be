import { describe, expect, it } from "vitest";
import { shellEnvironment } from "./environment.ts";

const execPath = "/brought/bin/node";

describe("shellEnvironment", () => {
  it("leaves out the Node that was brought when there is another", () => {
    const PATH = "/brought/bin:/app/node_modules/.bin:/usr/bin";
    const hasNpm = (folder: string) => folder === "/usr/bin";
    expect(shellEnvironment({ PATH }, { execPath, hasNpm })).toEqual({ PATH: "/usr/bin" });
  });

  it("keeps it when there is no other", () => {
    const PATH = "/brought/bin:/usr/bin";
    expect(shellEnvironment({ PATH }, { execPath, hasNpm: () => false })).toEqual({ PATH });
  });

  it("keeps how registries are set, and drops what npm says about its project", () => {
    const environment = {
      PATH: "",
      npm_config_registry: "https://registry.example.com",
      npm_package_name: "parley",
      npm_lifecycle_event: "prove",
      PNPM_HOME: "/home/ada/pnpm",
    };
    expect(shellEnvironment(environment, { execPath, hasNpm: () => false })).toEqual({
      PATH: "",
      npm_config_registry: "https://registry.example.com",
    });
  });
});
