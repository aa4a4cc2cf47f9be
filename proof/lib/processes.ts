import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { setTimeout as delay } from "node:timers/promises";

export type ProcessEntry = { pid: number; parent: number; cpuMs: number };

/** Linux counts CPU time for programmes in hundredths of a second, whatever its kernel does. */
const millisecondsPerTick = 10;

/** Every process of the machine, with the CPU time it has used by itself. */
export function processes(): ProcessEntry[] {
  return existsSync("/proc/self/stat") ? fromProc() : fromPs();
}

function fromProc(): ProcessEntry[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = readStat(name);
      return stat === null ? [] : [parseStat(stat)];
    });
}

/** Null when the process has ended since the folder was listed. */
function readStat(pid: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return null;
  }
}

/** One line of /proc/PID/stat. The name in parentheses may itself hold spaces and parentheses. */
export function parseStat(stat: string): ProcessEntry {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const field = (index: number) => Number(fields[index] ?? 0);
  return {
    pid: Number.parseInt(stat, 10),
    parent: field(1),
    cpuMs: (field(11) + field(12)) * millisecondsPerTick,
  };
}

function fromPs(): ProcessEntry[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,time="], { encoding: "utf8" });
  return table.split("\n").flatMap((line) => {
    const [pid, parent, time] = line.trim().split(/\s+/);
    if (time === undefined) return [];
    return [{ pid: Number(pid), parent: Number(parent), cpuMs: parsePsTime(time) }];
  });
}

/** `[days-][hours:]minutes:seconds[.hundredths]` in milliseconds. */
export function parsePsTime(time: string): number {
  const [clock = "", days = "0"] = time.split("-").reverse();
  const seconds = clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return Math.round((Number(days) * 86_400 + seconds) * 1000);
}

/** A process and everything it started, as far as the parents in between still live. */
export function familyOf(pid: number, table: ProcessEntry[]): ProcessEntry[] {
  const family = table.filter((entry) => entry.pid === pid);
  for (const member of family) {
    family.push(...table.filter((entry) => entry.parent === member.pid));
  }
  return family;
}

/** CPU time, in milliseconds, that a process and its living descendants have used. */
export function cpuTimeOf(pid: number): number {
  return familyOf(pid, processes()).reduce((sum, entry) => sum + entry.cpuMs, 0);
}

/** Resolves with the milliseconds until none of these processes is left, or null after `timeoutMs`. */
export async function untilGone(pids: number[], timeoutMs: number): Promise<number | null> {
  const started = performance.now();
  while (performance.now() - started < timeoutMs) {
    const living = new Set(processes().map((entry) => entry.pid));
    if (!pids.some((pid) => living.has(pid))) return performance.now() - started;
    await delay(20);
  }
  return null;
}

/** Whether processes can be bound to processors here, and there are two to keep apart. */
export function canPin(): boolean {
  return availableParallelism() > 1 && existsSync("/usr/bin/taskset");
}

/** Binds a running process, with all its threads, to one processor. */
export function pin(pid: number, processor: number): void {
  execFileSync("taskset", ["-a", "-c", "-p", String(processor), String(pid)]);
}
