import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { constants } from "node:os";
import { dirname } from "node:path";
import { redact } from "./redact.mjs";

const KEPT_LINES = 400;
const running = new Set();

/**
 * @typedef {object} RunOptions
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} environment
 * @property {string} [log] a file that gets all output, overwritten
 * @property {(line: string) => void} [onLine] sees every line, already redacted
 * @property {(line: string) => boolean} [isHopeless] ends the tool at the line for which it is true
 *
 * @typedef {{ code: number, lines: string[] }} RunResult
 *   the exit code (128 + n when a signal ended it) and the last lines of both streams
 */

/**
 * Runs a tool quietly to its end. It never rejects for an exit code, only if it can't be started.
 * @param {string[]} command the executable and its arguments
 * @param {RunOptions} options
 * @returns {Promise<RunResult>}
 */
export function run([file, ...parameters], { cwd, environment, log, onLine, isHopeless }) {
  if (log) mkdirSync(dirname(log), { recursive: true });
  return new Promise((resolve, reject) => {
    const child = spawn(file, parameters, {
      cwd,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    const sink = log ? createWriteStream(log) : undefined;
    sink?.on("error", reject);
    /** @type {string[]} */
    const lines = [];
    const keep = (/** @type {string} */ raw) => {
      const line = redact(raw);
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      onLine?.(line);
      if (isHopeless?.(line)) child.kill("SIGTERM");
    };
    for (const stream of [child.stdout, child.stderr]) {
      const take = lineSplitter(keep);
      stream.setEncoding("utf8").on("data", (text) => {
        sink?.write(text);
        take(text);
      });
      stream.on("end", () => take("\n"));
    }
    child.on("error", (error) => {
      running.delete(child);
      sink?.end();
      reject(error);
    });
    child.on("close", (code, signal) => {
      running.delete(child);
      sink?.end();
      resolve({ code: exitCode(code, signal), lines });
    });
  });
}

/**
 * Calls `onLine` for every whole line that is not empty.
 * @param {(line: string) => void} onLine
 */
function lineSplitter(onLine) {
  let rest = "";
  /** @param {string} text */
  return (text) => {
    const parts = (rest + text).split(/\r\n|\r|\n/);
    rest = parts.pop() ?? "";
    for (const part of parts) if (part.trim()) onLine(part);
  };
}

/**
 * A shell's way to tell both ends of a process in one number.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCode(code, signal) {
  if (code !== null) return code;
  return 128 + (signal === null ? 0 : constants.signals[signal]);
}

/** Ends the tools that are running: they must not outlive a launcher that was told to stop. */
export function endAll() {
  for (const child of running) child.kill("SIGTERM");
}
