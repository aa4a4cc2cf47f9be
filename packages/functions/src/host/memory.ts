import { readFileSync } from "node:fs";

/** What /proc says about a process; null where there is no /proc, or no such process. */
function read(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return null;
  }
}

/** The process and all that it started. */
export function familyOf(pid: number): number[] {
  const children = read(pid, `task/${pid}/children`)?.trim() ?? "";
  const pids = children === "" ? [] : children.split(" ").map(Number);
  return [pid, ...pids.flatMap(familyOf)];
}

/** Writable memory that a family of processes has reserved, in KiB. */
export function dataKilobytes(pids: number[]): number | null {
  const sizes = pids.map((pid) => /^VmData:\s+(\d+) kB/m.exec(read(pid, "status") ?? "")?.[1]);
  const found = sizes.flatMap((size) => (size === undefined ? [] : [Number(size)]));
  return found.length === 0 ? null : Math.max(...found);
}

/** Milliseconds of CPU time that a process has used; null: it can't be told here. */
export function cpuMilliseconds(pid: number): number | null {
  const stat = read(pid, "stat");
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const pageBytes = 4096;

/** Memory that a family of processes holds, in bytes; null: it can't be told here. */
export function residentBytes(pids: number[]): number | null {
  const sizes = pids.map((pid) => read(pid, "statm")?.split(" ")[1]);
  const found = sizes.flatMap((size) => (size === undefined ? [] : [Number(size) * pageBytes]));
  return found.length === 0 ? null : found.reduce((sum, size) => sum + size, 0);
}
