import { writeFileSync } from "node:fs";
import { setPriority } from "node:os";

/** How far a process stands behind the server (0) and the rest of the machine: 19 is the furthest. */
export type Niceness = 0 | 10 | 19;

/**
 * Other processes go before this one from now on. It may have ended in this moment. False: not as far as
 * was asked yet, so ask again a moment later.
 *
 * A process of a function leads a session of its own. Where Linux groups tasks by session
 * (`sched_autogroup_enabled`, sched(7)), each session gets the same share of the processors whatever the
 * niceness of what is in it, so that the group has to step back too.
 */
export function stepBack(pid: number, niceness: Niceness): boolean {
  try {
    setPriority(pid, niceness);
    if (process.platform === "linux") writeFileSync(`/proc/${pid}/autogroup`, String(niceness));
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    // The kernel takes one such wish in a tenth of a second.
    if (code === "EAGAIN") return false;
    const gone = code === "ERR_SYSTEM_ERROR" || code === "ESRCH";
    // No groups on this machine, or not for this process to change.
    const none = code === "ENOENT" || code === "EACCES" || code === "EPERM" || code === "EROFS";
    if (!gone && !none) throw error;
    return true;
  }
}
