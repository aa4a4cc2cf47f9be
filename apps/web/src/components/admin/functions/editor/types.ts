import type { WorkerShape } from "@valtown/codemirror-ts/worker";
import { wrap } from "comlink";

let running: Promise<WorkerShape> | null = null;

/** The one TypeScript of the page; begun with the first editor, kept for the next. */
export function typeServer(): Promise<WorkerShape> {
  running ??= begin().catch((error: unknown) => {
    // The next editor may try again.
    running = null;
    throw error;
  });
  return running;
}

async function begin(): Promise<WorkerShape> {
  const worker = new Worker(new URL("./type-worker.ts", import.meta.url), { type: "module" });
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener("error", ({ message }) => reject(new Error(message)), { once: true });
  });
  const server: WorkerShape = wrap(worker);
  await Promise.race([server.initialize(), broken]);
  return server;
}
