import { setTimeout as delay } from "node:timers/promises";

/** Looks again and again until `find` gives something but undefined; rejects after `timeoutMs`, naming `what`. */
export async function until<T>(
  find: () => T | undefined | Promise<T | undefined>,
  {
    what,
    timeoutMs = 30_000,
    everyMs = 25,
  }: { what: string; timeoutMs?: number; everyMs?: number },
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > deadline) {
      throw new Error(`After ${Math.round(timeoutMs / 1000)} s there was still no ${what}.`);
    }
    await delay(everyMs);
  }
}
