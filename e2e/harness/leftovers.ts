import type { ChildProcess } from "node:child_process";

const running = new Set<ChildProcess>();
let watching = false;

/**
 * Sees to it that a process does not outlive this one, however this one ends (but for SIGKILL).
 * Returns how to forget it.
 */
export function endWithUs(child: ChildProcess): () => void {
  running.add(child);
  child.once("exit", () => running.delete(child));
  if (!watching) {
    watching = true;
    process.on("exit", () => {
      for (const left of running) left.kill("SIGKILL");
    });
  }
  return () => running.delete(child);
}
