import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Log } from "@parley/core";
import { environment, type Owner } from "./run.ts";

/**
 * Runs PostgreSQL until its own input closes, which the kernel does when Parley ends, also after
 * kill -9; then PostgreSQL gets the signal for a clean and quick shutdown.
 */
const supervisor = `
exec 3<&0
"$@" 3<&- </dev/null &
server=$!
{ read -r _ <&3; kill -INT "$server" 2>/dev/null; } &
watcher=$!
wait "$server"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"
`;

/** Fit for a laptop: about 20 MB at rest. Durability is PostgreSQL's own (fsync is on). */
const settings = {
  listen_addresses: "",
  unix_socket_permissions: "0700",
  max_connections: "40",
  shared_buffers: "32MB",
  huge_pages: "off",
  io_method: "sync",
  max_parallel_workers_per_gather: "0",
  jit: "off",
  max_wal_size: "256MB",
  min_wal_size: "32MB",
  timezone: "UTC",
  log_timezone: "UTC",
  lc_messages: "C",
  log_line_prefix: "",
  log_checkpoints: "off",
  // Statements' errors reach whoever sent them; in the log they would only repeat people's words.
  log_min_messages: "log",
  log_min_error_statement: "panic",
};

export type Postmaster = {
  /** Process id of the supervisor. */
  pid: number | undefined;
  /** Resolves once, with "ready", or with "ended" when it ended before that. */
  started: Promise<"ready" | "ended">;
  /** Resolves when PostgreSQL has ended, whatever the reason. */
  ended: Promise<void>;
  /** The last lines it wrote. */
  lines(): string[];
  /** Asks for a clean shutdown. */
  close(): void;
};

export type LaunchOptions = {
  postgres: string;
  owner: Owner;
  place: { argument: string; cwd: string };
  socketFolder: string;
  log: Log;
};

const keptLines = 30;

export function launch(options: LaunchOptions): Postmaster {
  const sockets = `"${options.socketFolder.replaceAll('"', '""')}"`;
  const values = Object.entries({ ...settings, unix_socket_directories: sockets });
  const child = spawn(
    "/bin/sh",
    [
      ...["-c", supervisor, "sh", options.postgres, "-D", options.place.argument],
      ...values.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    {
      ...(options.owner ?? {}),
      cwd: options.place.cwd,
      env: environment,
      // Its own session: Ctrl-C in the terminal is for Parley, which drains before it closes this.
      detached: true,
      stdio: ["pipe", "ignore", "pipe"],
    },
  );
  const kept: string[] = [];
  const ended = new Promise<void>((resolve) => {
    child.on("error", (error) => {
      kept.push(error.message);
      resolve();
    });
    child.on("close", () => resolve());
  });
  // Writing to a supervisor that is gone is no news: `ended` tells.
  child.stdin.on("error", () => undefined);
  const started = new Promise<"ready" | "ended">((resolve) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      kept.push(line);
      if (kept.length > keptLines) kept.shift();
      if (/^(WARNING|PANIC):/.test(line)) options.log.warn("PostgreSQL", { line });
      if (line.includes("database system is ready to accept connections")) resolve("ready");
    });
    void ended.then(() => resolve("ended"));
  });
  return {
    pid: child.pid,
    started,
    ended,
    lines: () => [...kept],
    close: () => child.stdin.end(),
  };
}
