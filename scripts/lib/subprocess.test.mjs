import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { run } from "./subprocess.mjs";

const options = { cwd: tmpdir(), environment: process.env };
const node = (/** @type {string} */ program) => [process.execPath, "--eval", program];

describe("run", () => {
  it("gives the exit code and the lines of both streams, cut at any byte", async () => {
    const program =
      'process.stdout.write("on"); setImmediate(() => { process.stdout.write("e\\ntwo"); console.error("three"); process.exitCode = 3; })';
    const { code, lines } = await run(node(program), options);
    expect(code).toBe(3);
    expect(lines.toSorted()).toEqual(["one", "three", "two"]);
  });

  it("gives 128 + n for a tool that a signal ended", async () => {
    const { code } = await run(node('process.kill(process.pid, "SIGKILL")'), options);
    expect(code).toBe(137);
  });

  it("ends a tool at a line that leaves no hope", async () => {
    const program = 'console.log("fine"); console.log("hopeless"); setInterval(() => {}, 1000);';
    const isHopeless = (/** @type {string} */ line) => line === "hopeless";
    const { code, lines } = await run(node(program), { ...options, isHopeless });
    expect(code).toBe(143);
    expect(lines).toEqual(["fine", "hopeless"]);
  });

  it("rejects if the tool isn't there", async () => {
    await expect(run(["/nowhere/tool"], options)).rejects.toThrow("ENOENT");
  });
});
