import { setPriority } from "node:os";

/** Other processes go before this one from now on. It may have ended in this moment. */
export function stepBack(pid: number, niceness: number): void {
  try {
    setPriority(pid, niceness);
  } catch (error) {
    const gone = error instanceof Error && "code" in error && error.code === "ERR_SYSTEM_ERROR";
    if (!gone) throw error;
  }
}
