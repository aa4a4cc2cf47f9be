import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

export type Started = {
  /** Milliseconds from the command to the first health of 200. */
  ms: number;
  /** Ends it the way a terminal does, and waits. */
  stop(): Promise<void>;
};

export type NpmStartOptions = {
  folder: string;
  environment: NodeJS.ProcessEnv;
  timeoutMs: number;
  resources: AsyncDisposableStack;
};

/** Runs `npm start` on a free port until it is healthy; rejects with its last lines when it doesn't get there. */
export async function npmStart(options: NpmStartOptions): Promise<Started> {
  const { folder, environment, timeoutMs, resources } = options;
  const port = await freePort();
  const begun = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: folder,
    env: { ...environment, PORT: String(port), OLLAMA_BASE_URLS: "," },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that a signal reaches npm and all it starts, as in a terminal.
    detached: true,
  });
  const exited = once(child, "exit");
  resources.defer(() => end(child, exited, "SIGKILL"));
  let output = "";
  const keep = (piece: Buffer) => {
    output = (output + piece.toString()).slice(-20_000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  while (!(await isHealthy(port))) {
    const late = performance.now() - begun > timeoutMs;
    if (late || hasEnded(child)) {
      const what = late ? `was not healthy after ${Math.round(timeoutMs / 1000)} s` : "ended";
      throw new Error(`npm start ${what}. Its last lines:\n${output.slice(-4000)}`);
    }
    await delay(50);
  }
  return { ms: performance.now() - begun, stop: () => end(child, exited, "SIGTERM") };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function end(
  child: ChildProcess,
  exited: Promise<unknown>,
  signal: NodeJS.Signals,
): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) return;
  process.kill(-child.pid, signal);
  await exited;
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/health`);
    return response.status === 200;
  } catch {
    // Nothing listens yet.
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("There is no free port.");
  return address.port;
}
