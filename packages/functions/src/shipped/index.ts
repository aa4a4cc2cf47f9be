import { readFile } from "node:fs/promises";
import type { FunctionManifest } from "@parley/core";

/** The functions that come with Parley, in the order in which they are offered. */
const ids = [
  "demo-conversation",
  "demo-markdown",
  "demo-echo",
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

/**
 * What the demonstration models say about themselves. It is known before anything has run, so that they
 * are there from the first moment, and are listed where functions can't run.
 */
const manifests = new Map<string, FunctionManifest>([
  [
    "demo-conversation",
    demonstration({
      name: "Demo: conversation",
      description:
        "A small scripted partner that needs no network and knows that it is a demonstration.",
      icon: "message-circle",
    }),
  ],
  [
    "demo-markdown",
    demonstration({
      name: "Demo: Markdown tour",
      description:
        "Answers everything with a tour of what can be shown: tables, code, math, diagrams.",
      icon: "map",
    }),
  ],
  [
    "demo-echo",
    demonstration({
      name: "Demo: echo",
      description: "Says back what you send, and obeys commands such as /slow, /long and /error.",
      icon: "repeat",
    }),
  ],
]);

export type Shipped = {
  id: string;
  source: string;
  /** Of a demonstration model, which is switched on at first; null: it is no such, and off at first. */
  demonstration: FunctionManifest | null;
};

/** Their sources, as an author would have written them. None is installed by being read. */
export async function readShipped(): Promise<Shipped[]> {
  return await Promise.all(
    ids.map(async (id) => ({
      id,
      source: await readFile(new URL(`${id}.ts`, import.meta.url), "utf8"),
      demonstration: manifests.get(id) ?? null,
    })),
  );
}

function demonstration(
  about: Pick<FunctionManifest, "name" | "description" | "icon">,
): FunctionManifest {
  return {
    ...about,
    ...{ kind: "pipe", version: "1.0.0", author: "Parley", hooks: { pipe: ["body", "signal"] } },
    ...{ permissions: { fetch: [], models: [], storage: false }, options: [] },
    ...{ valves: null, userValves: null, actions: [], pipes: null, priority: 0 },
    ...{ toggle: false, whenItFails: "closed", tasks: false },
  };
}
