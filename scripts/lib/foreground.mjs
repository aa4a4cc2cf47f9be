import { spawn } from "node:child_process";
import { exitCode } from "./subprocess.mjs";

const REPEAT_MILLISECONDS = 1000;

/**
 * Runs a program in the foreground with this terminal, passes SIGINT and SIGTERM on, and resolves to
 * its exit code.
 *
 * A terminal sends Ctrl-C to every process of the group itself, and npm passes it on once more; so
 * SIGINT is not sent again there, and a signal that comes twice within a second is sent once.
 * @param {string[]} command
 * @param {{ cwd: string, environment: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>}
 */
export function runInForeground([file, ...parameters], { cwd, environment }) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, parameters, { cwd, env: environment, stdio: "inherit" });
    /** @type {Map<NodeJS.Signals, number>} */
    const sentAt = new Map();
    const pass = (/** @type {NodeJS.Signals} */ signal) => {
      const now = Date.now();
      if (signal === "SIGINT" && process.stdin.isTTY) return;
      if (now - (sentAt.get(signal) ?? 0) < REPEAT_MILLISECONDS) return;
      sentAt.set(signal, now);
      child.kill(signal);
    };
    const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
    for (const signal of signals) process.on(signal, pass);
    const settle = () => {
      for (const signal of signals) process.off(signal, pass);
    };
    child.on("error", (error) => {
      settle();
      reject(error);
    });
    child.on("close", (code, signal) => {
      settle();
      resolve(exitCode(code, signal));
    });
  });
}
