import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { bareEnvironment } from "./environment.ts";
import { endWithUs } from "./leftovers.ts";
import { collectOutput, type Output } from "./output.ts";

const root = path.resolve(import.meta.dirname, "../..");
const serverFile = path.join(root, "apps", "web", "server.ts");
const buildId = path.join(root, "apps", "web", ".next", "BUILD_ID");

export type ParleyOptions = {
  /** Added to the environment of the process. */
  env?: Record<string, string>;
  /** Kept afterwards. Without it a temporary folder is made, and removed by the disposal. */
  dataDir?: string;
  /** Without it the embedded database is used. */
  databaseUrl?: string;
  /** How long the start may take, in milliseconds. Default 60,000. */
  startMs?: number;
};

export type Parley = {
  /** Such as `http://127.0.0.1:41234`. */
  url: string;
  pid: number;
  dataDir: string;
  /** What it wrote to standard output and error so far. */
  log(): string;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves when it has drained and ended. */
  stop(): Promise<void>;
  /** Ends it without letting answers finish, and removes a temporary data folder. */
  [Symbol.asyncDispose](): Promise<void>;
};

/**
 * Starts the built Parley on a free port and resolves once it is healthy. Rejects with its last lines
 * when it ends first or takes too long. No real Ollama is looked for unless `env` says where.
 */
export async function startParley(options: ParleyOptions = {}): Promise<Parley> {
  if (!existsSync(buildId)) {
    throw new Error("The web app is not built: run `npm run build` first.");
  }
  const { env = {}, databaseUrl, startMs = 60_000 } = options;
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), "parley-")));
  const child = spawn(process.execPath, [serverFile], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...bareEnvironment(),
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: "0",
      DATA_DIR: dataDir,
      LOG_LEVEL: "warn",
      // An empty list, which is not the same as none: then Parley would look for one.
      OLLAMA_BASE_URLS: ",",
      ...(databaseUrl === undefined
        ? {}
        : { DATABASE_URL: databaseUrl, AUTH_SECRET: randomBytes(32).toString("hex") }),
      ...env,
    },
  });
  const output = collectOutput(child);
  const forget = endWithUs(child);
  const temporary = options.dataDir === undefined;

  const dispose = async () => {
    await endQuickly(child, output);
    forget();
    if (temporary) await removeFolder(dataDir);
  };
  try {
    const url = await ready(output, startMs);
    return {
      url,
      pid: child.pid ?? 0,
      dataDir,
      log: output.text,
      async kill() {
        child.kill("SIGKILL");
        await output.exited;
      },
      async stop() {
        child.kill("SIGTERM");
        await output.exited;
      },
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function ready(output: Output, ms: number): Promise<string> {
  const late = new AbortController();
  const tooLate = delay(ms, null, { signal: late.signal }).then(
    () => "late" as const,
    () => "in time" as const,
  );
  try {
    const first = await Promise.race([
      output.line(/Parley is ready: (\S+)/),
      output.ended.then(() => "ended" as const),
      tooLate,
    ]);
    if (typeof first === "string") {
      throw new Error(
        `Parley ${first === "ended" ? "ended before it was ready" : `was not ready after ${ms} ms`}. Its last lines:\n${output.tail()}`,
      );
    }
    const url = first[1] ?? "";
    const health = await fetch(`${url}/api/health`);
    if (health.status !== 200) throw new Error(`${url}/api/health answered ${health.status}`);
    return url;
  } finally {
    late.abort();
  }
}

/** Asked twice, Parley gives running answers no more time; a process that hangs is killed. */
async function endQuickly(child: ChildProcess, output: Output): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  // Two different signals, because two equal ones may arrive as one.
  child.kill("SIGTERM");
  child.kill("SIGINT");
  const kill = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await output.exited;
  clearTimeout(kill);
}

/** The database may outlive a killed Parley by a moment, and go on writing meanwhile. */
async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
