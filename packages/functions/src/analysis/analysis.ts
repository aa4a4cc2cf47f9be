import { type FunctionManifest, ParleyError } from "@parley/core";
import { manifestOf } from "./manifest.ts";
import { moduleAddress, sourceAddress } from "./modules.ts";
import { readSource } from "./reader.ts";
import type { Shape } from "./shape.ts";

export type Analysis = Shape & {
  /** What the process imports: the source, with the addresses of what it imports itself. */
  url: string;
};

/** Characters of a source. */
const longest = 200_000;

/** Reads a source without running it; rejects with `invalid_request` and the place of what is wrong. */
export async function analyse(source: string): Promise<Analysis> {
  if (source.length > longest) {
    throw new ParleyError("too_large", `A function may have ${longest} characters, not more.`);
  }
  const { kind, hooks, imports } = await readSource(source);
  let rewritten = source;
  for (const { value, start, end } of imports.toSorted((a, b) => b.start - a.start)) {
    rewritten = `${rewritten.slice(0, start)}"${moduleAddress(value)}"${rewritten.slice(end)}`;
  }
  return { kind, hooks: withoutAbsent(hooks), url: sourceAddress(rewritten) };
}

type Hooks = Shape["hooks"];

function withoutAbsent(hooks: { [hook in keyof Hooks]: string[] | undefined }): Hooks {
  return Object.fromEntries(Object.entries(hooks).filter(([, names]) => names !== undefined));
}

/** Sources that were read lately: what was saved is about to be started. */
const mostKept = 200;

/** Reads each source once. */
export function createAnalyser(): {
  analyse(source: string): Promise<Analysis>;
  /** Resolves when none is being read. */
  idle(): Promise<void>;
} {
  const known = new Map<string, Promise<Analysis>>();
  const reading = new Set<Promise<Analysis>>();
  return {
    analyse(source) {
      const kept = known.get(source);
      if (kept !== undefined) return kept;
      const made = analyse(source);
      known.set(source, made);
      reading.add(made);
      made.catch(() => known.delete(source)).finally(() => reading.delete(made));
      for (const oldest of known.keys()) if (known.size > mostKept) known.delete(oldest);
      return made;
    },
    async idle() {
      await Promise.allSettled(reading);
    },
  };
}

/** The manifest of an analysed source, from what its process said about it. */
export function manifestFrom({ kind, hooks }: Analysis, said: unknown): FunctionManifest {
  return manifestOf({ kind, hooks }, said);
}
