import { exportedFunction, idFrom, parseJson } from "@parley/core";
import { z } from "zod";
import type { RouterInputs } from "#lib/trpc.ts";

export type Imported = RouterInputs["functions"]["import"]["functions"][number];
/** A file that was picked. */
export type PickedFile = { name: string; text: string };

const several = z.array(exportedFunction).min(1);
const wrapped = z.object({ functions: several });

/** The functions in a file: a `.ts` file is one, named after the file. Null when it is no export. */
export function functionsIn({ name, text }: PickedFile): Imported[] | null {
  if (!name.toLowerCase().endsWith(".json")) {
    return [{ id: idFrom(name.replace(/\.[^.]*$/, "")), source: text }];
  }
  const one = parseJson(exportedFunction, text);
  if (one !== null) return [one];
  return parseJson(several, text) ?? parseJson(wrapped, text)?.functions ?? null;
}
