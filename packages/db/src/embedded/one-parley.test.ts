import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseJson } from "@parley/core";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { testLog } from "../testing/index.ts";
import { startEmbedded } from "./start.ts";

const script = fileURLToPath(new URL("../testing/run-embedded.ts", import.meta.url));
const answer = z.object({ url: z.string().optional(), refused: z.string().optional() });

let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "parley-one-"));
});
afterEach(async () => {
  const running = children.splice(0).filter((child) => child.exitCode === null);
  await Promise.all(running.map((child) => killed(child)));
  // Whatever was running shuts down by itself; a start of our own waits for that.
  await (await startEmbedded({ dataDir: folder, log: testLog })).stop();
  await rm(folder, { recursive: true });
});

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** Another process that holds the folder, as another Parley would. */
async function otherParley(): Promise<{ child: ChildProcess } & z.infer<typeof answer>> {
  const child = spawn(process.execPath, [script, folder], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const said = parseJson(answer, line);
    if (said !== null) return { child, ...said };
  }
  throw new Error("the other Parley said nothing");
}

async function postmasterPid(): Promise<number> {
  const text = await readFile(join(folder, "postgres", "postmaster.pid"), "utf8");
  return Number.parseInt(text, 10);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("two Parleys on one data folder", () => {
  it("are refused with a sentence that says who holds it", async () => {
    const other = await otherParley();
    expect(other.url).toBeDefined();
    const second = startEmbedded({ dataDir: folder, log: testLog, takeoverMs: 500 });
    await expect(second).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(
        `is in use by another Parley (its PostgreSQL is process ${await postmasterPid()})`,
      ),
    });
  });

  it("start as one when both are the first", async () => {
    const all = await Promise.all([otherParley(), otherParley()]);
    expect(all.filter(({ url }) => url !== undefined)).toHaveLength(1);
    expect(all.find(({ refused }) => refused !== undefined)?.refused).toContain("is in use");
  });
});

describe("kill -9", () => {
  it("ends PostgreSQL with Parley, keeps what was committed, and frees the folder", async () => {
    const { child, url } = await otherParley();
    const client = new pg.Client({ connectionString: url ?? "" });
    client.on("error", () => undefined);
    await client.connect();
    await client.query("CREATE TABLE kept AS SELECT 1 AS one");
    const pid = await postmasterPid();
    await killed(child);
    const next = await startEmbedded({ dataDir: folder, log: testLog });
    try {
      expect(isRunning(pid)).toBe(false);
      const again = new pg.Client({ connectionString: next.url });
      await again.connect();
      expect((await again.query("SELECT one FROM kept")).rows).toEqual([{ one: 1 }]);
      await again.end();
    } finally {
      await next.stop();
    }
  });

  it("leaves no PostgreSQL behind when nobody starts again", async () => {
    const { child } = await otherParley();
    const pid = await postmasterPid();
    await killed(child);
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
  });
});
