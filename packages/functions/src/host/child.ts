import { spawn } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { EventsCall, HostFrame } from "../protocol.ts";
import { bareEnv } from "./bare-env.ts";
import { parseFrame, type TakenFrame } from "./frames.ts";
import { commandFor, type Runtime } from "./launch.ts";
import type { FunctionLimits } from "./limits.ts";
import { createLines } from "./lines.ts";
import { type Niceness, stepBack } from "./priority.ts";

/** A process of the runner: frames go in and come out. */
export type Child = {
  /** 0 when it could not be started; `exited` says why. */
  pid: number;
  /** False: it is too long to be sent. */
  send(frame: HostFrame): boolean;
  sendEvents(call: EventsCall): boolean;
  /** A short frame that has no hurry: it goes with the next one, or a moment later. */
  sendLater(frame: HostFrame): void;
  /** Bytes that it has not read yet. */
  unread(): number;
  /** Reads nothing of it for so many milliseconds. What came already is still told. */
  hold(ms: number): void;
  kill(): void;
};

export type ChildEvents = {
  frame(frame: TakenFrame, bytes: number): void;
  /** A line that is no frame. */
  odd(bytes: number): void;
  /** It broke a limit of the wire itself. */
  fatal(reason: string): void;
  /** What it wrote beside frames: what Deno says when it ends badly. */
  note(text: string): void;
  exited(how: string): void;
};

/** Bytes that may wait for a process that does not read. */
const mostUnread = 64 * 1024 ** 2;

/**
 * After so many milliseconds without a frame a process is told that none follows at once: until then it
 * may wait for it without doing anything else.
 */
const wakeMs = 20;

let started = 0;

/** Starts a process in a folder of its own, which is removed when it has ended. */
export async function startChild(
  runtime: Runtime,
  { limits, niceness }: { limits: FunctionLimits; niceness: Niceness },
  events: ChildEvents,
): Promise<Child> {
  started += 1;
  const folder = path.join(path.dirname(runtime.runner), `p${started}`);
  const places = { cwd: path.join(folder, "cwd"), cache: path.join(folder, "cache") };
  await mkdir(folder);
  await Promise.all([mkdir(places.cwd), mkdir(places.cache)]);
  const { file, args, env, cwd } = commandFor(runtime, limits, places);
  const child = spawn(file, args, {
    env: bareEnv(env),
    cwd,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });

  // All threads that it makes begin with this.
  if (child.pid !== undefined && niceness > 0) stepBack(child.pid, niceness);

  let ended = false;
  const end = (how: string) => {
    if (ended) return;
    ended = true;
    events.exited(how);
    void rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  child.on("error", (error) => end(error.message));
  child.on("close", (code, signal) => end(signal === null ? `exit code ${code}` : `${signal}`));
  // A process that has ended closes its side first; that it ended is said by "close".
  child.stdin.on("error", () => child.stdin.destroy());
  child.stdout.on(
    "data",
    createLines(limits.frameBytes, {
      lines(lines) {
        for (const line of lines) {
          if (ended) return;
          const frame = parseFrame(line);
          if (frame === null) events.odd(line.length);
          else events.frame(frame, line.length);
        }
      },
      tooLong: () => events.fatal("it wrote a line that is too long"),
    }),
  );
  child.stderr.setEncoding("utf8").on("data", (text: string) => events.note(text));

  let lines: string[] = [];
  /** Calls of stream handlers, as JSON. */
  let batch: string[] = [];
  /** What can wait for other lines. */
  let later: string[] = [];
  let written = 0;
  let isAwake = true;
  const batched = () => `{"t":"events","b":[${batch.join(",")}]}`;
  // A letter takes up to three bytes.
  const fits = (line: string) =>
    line.length * 3 <= limits.frameBytes || Buffer.byteLength(line) <= limits.frameBytes;
  const flush = () => {
    isScheduled = false;
    if (batch.length > 0) lines.push(batched());
    const text = `${[...lines, ...later].join("\n")}\n`;
    lines = [];
    batch = [];
    later = [];
    if (ended || !child.stdin.writable) return;
    child.stdin.write(text);
    if (child.stdin.writableLength > mostUnread) events.fatal("it does not read what it is sent");
    written = performance.now();
    if (!isAwake) return;
    isAwake = false;
    setTimeout(wake, wakeMs);
  };
  /** Lets it go on with whatever else it does, when nothing was sent for a while. */
  const wake = () => {
    if (ended) return;
    const left = written + wakeMs - performance.now();
    if (left > 1) {
      setTimeout(wake, left);
      return;
    }
    later.push('{"t":"wake"}');
    if (!isScheduled) flush();
    isAwake = true;
  };
  let held: NodeJS.Timeout | undefined;
  let isScheduled = false;
  /** One write for all that is sent in one turn of the loop. */
  const schedule = () => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(flush);
  };
  return {
    pid: child.pid ?? 0,
    send(frame) {
      const line = JSON.stringify(frame);
      if (!fits(line)) return false;
      // What was put in the batch before goes first; it has a flush on its way.
      const begun = batch.length > 0;
      if (begun) lines.push(batched());
      batch = [];
      lines.push(line);
      schedule();
      return true;
    },
    sendEvents(call) {
      const line = JSON.stringify(call);
      if (!fits(line)) return false;
      batch.push(line);
      schedule();
      return true;
    },
    sendLater(frame) {
      later.push(JSON.stringify(frame));
      if (isAwake) {
        isAwake = false;
        setTimeout(wake, wakeMs);
      }
    },
    unread: () => child.stdin.writableLength,
    hold(ms) {
      clearTimeout(held);
      child.stdout.pause();
      held = setTimeout(() => child.stdout.resume(), ms);
    },
    kill() {
      if (!ended && child.pid !== undefined) killGroup(child.pid);
    },
  };
}

/** The process and all that it may have started: it leads a group of its own. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // It ended in this moment.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
