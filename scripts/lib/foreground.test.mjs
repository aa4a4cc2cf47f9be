import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const module = fileURLToPath(new URL("foreground.mjs", import.meta.url));

/**
 * Runs a program through `runInForeground` in a process of its own.
 * @param {string} program
 */
function launch(program) {
  const launcher = `import { runInForeground } from ${JSON.stringify(module)};
    process.exitCode = await runInForeground([process.execPath, "--eval", process.argv[1]], { cwd: "/", environment: process.env });`;
  return spawn(process.execPath, ["--input-type=module", "--eval", launcher, program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

describe("runInForeground", () => {
  it.each([
    ["process.exitCode = 7", 7],
    ["", 0],
    ['process.kill(process.pid, "SIGKILL")', 137],
  ])("ends with the exit code of %j", async (program, expected) => {
    const [code] = await once(launch(program), "close");
    expect(code).toBe(expected);
  });

  it.each(/** @type {const} */ (["SIGTERM", "SIGINT"]))(
    "passes %s on once and waits for the program to drain",
    async (signal) => {
      const child = launch(`
        let count = 0;
        process.on("${signal}", () => {
          count += 1;
          setTimeout(() => process.exit(40 + count), 200);
        });
        setInterval(() => {}, 1000);
        console.log("ready");`);
      await once(child.stdout, "data");
      child.kill(signal);
      child.kill(signal);
      const [code] = await once(child, "close");
      expect(code).toBe(41);
    },
  );
});
