import { textOf } from "@parley/core";
import type { BranchMessage } from "../state/types.ts";

/** Pixels: a line of text, what stands around a message, and characters that fit into a line. */
const line = 26;
const around = 64;
const perLine = 84;
/** Nobody sees more of a long message at once; how long it is exactly matters only when it is measured. */
const most = 4_000;

/**
 * About how high a message will be, in pixels, before it is in the page. A good guess spares the page
 * what would be made and then found out of sight.
 */
export function guessHeight({ content }: Pick<BranchMessage, "content">): number {
  let lines = 0;
  for (const text of textOf(content)
    .slice(0, most * 4)
    .split("\n")) {
    // An empty one separates paragraphs.
    lines += text === "" ? 0.5 : Math.ceil(text.length / perLine);
  }
  return Math.min(most, around + line * lines);
}
