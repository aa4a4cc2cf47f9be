import { readFile } from "node:fs/promises";

/** The functions that come with Parley, in the order in which they are offered. */
const ids = [
  "redact",
  "block-words",
  "translate",
  "citations",
  "cost-meter",
  "language",
  "rate-limit",
  "summarise",
  "router",
  "best-of-two",
  "save-as-note",
  "explain",
  "webhook",
] as const;

export type Shipped = { id: string; source: string };

/** Their sources, as an author would have written them. None is installed by being read. */
export async function readShipped(): Promise<Shipped[]> {
  return await Promise.all(
    ids.map(async (id) => ({
      id,
      source: await readFile(new URL(`${id}.ts`, import.meta.url), "utf8"),
    })),
  );
}
