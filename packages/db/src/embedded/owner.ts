import { stat } from "node:fs/promises";
import { type Owner, run } from "./run.ts";

async function idOf(flag: "-u" | "-g"): Promise<number> {
  const { code, output } = await run("/usr/bin/id", [flag, "nobody"]);
  const id = Number.parseInt(output, 10);
  return code === 0 && Number.isInteger(id) ? id : 65_534;
}

/**
 * PostgreSQL refuses to run as root. Then a cluster that exists runs as whoever owns it, so that
 * one made by an ordinary account still works for that account; a new one runs as nobody.
 */
export async function chooseOwner(clusterFolder: string): Promise<Owner> {
  if (process.getuid?.() !== 0) return null;
  const existing = await stat(clusterFolder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (existing !== null && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid };
  return { uid: await idOf("-u"), gid: await idOf("-g") };
}
