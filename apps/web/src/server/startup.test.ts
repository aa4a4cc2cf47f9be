import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";

const program = path.resolve(import.meta.dirname, "../../server.ts");
const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(os.tmpdir(), "parley start "));
  cleanUps.push(() => rm(made, { recursive: true, force: true }));
  return made;
}

async function takenPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Starts Parley where it can't start, and waits for its end. */
function start(
  environment: Record<string, string>,
): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program], {
      env: { PATH: process.env.PATH, NODE_ENV: "production", LOG_LEVEL: "silent", ...environment },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (bytes: Buffer) => {
      said += bytes.toString();
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, said }));
  });
}

describe("a start that can't succeed says why, and fails", { timeout: 60_000 }, () => {
  it("when the environment makes no sense", async () => {
    const { code, said } = await start({ LOG_LEVEL: "loud", PORT: "x" });
    expect(code).toBe(1);
    expect(said).toMatch(/PORT must be a number/);
    expect(said).toMatch(/LOG_LEVEL must be/);
  });

  it("when the port is taken", async () => {
    const port = await takenPort();
    const { code, said } = await start({ PORT: String(port), DATA_DIR: await folder() });
    expect(code).toBe(1);
    expect(said).toContain(`Port ${port} on 127.0.0.1 is taken by another program`);
  });

  it("when the address is none of this machine's", async () => {
    const { code, said } = await start({ HOST: "203.0.113.9", PORT: "0" });
    expect(code).toBe(1);
    expect(said).toContain("203.0.113.9 is not an address of this machine");
  });

  it("when the data folder can't be written", async () => {
    const parent = await folder();
    const file = path.join(parent, "a file");
    await writeFile(file, "not a folder");
    await chmod(file, 0o400);
    const { code, said } = await start({ PORT: "0", DATA_DIR: path.join(file, "data") });
    expect(code).toBe(1);
    expect(said).toContain(path.join(file, "data"));
  });

  it("when the database does not answer", async () => {
    const { code, said } = await start({
      PORT: "0",
      DATA_DIR: await folder(),
      AUTH_SECRET: "0123456789abcdef0123456789abcdef",
      DATABASE_URL: "postgresql://parley:secret@127.0.0.1:1/parley",
    });
    expect(code).toBe(1);
    expect(said).toContain("127.0.0.1:1");
    expect(said).not.toContain("secret");
  });
});
