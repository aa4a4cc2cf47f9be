import type { FunctionManifest } from "@parley/core";
import { manifestOf } from "./manifest.ts";
import { sourceAddress } from "./modules.ts";
import { parse } from "./parse.ts";
import { type Shape, shapeOf } from "./shape.ts";

export type Analysis = Shape & {
  /** What the process imports: the source, with the addresses of what it imports itself. */
  url: string;
};

/** Reads a source without running it; throws `invalid_request` with the place of what is wrong. */
export function analyse(source: string): Analysis {
  const { program, rewritten } = parse(source);
  return { ...shapeOf(source, program), url: sourceAddress(rewritten) };
}

/** The manifest of an analysed source, from what its process said about it. */
export function manifestFrom({ kind, hooks }: Analysis, said: unknown): FunctionManifest {
  return manifestOf({ kind, hooks }, said);
}
