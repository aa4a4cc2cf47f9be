import type { Block } from "./block-splitter.ts";
import { closesFence, type Fence, fenceOf } from "./lines.ts";
import { closeMath } from "./math-text.ts";

/**
 * A line that so far is nothing but marks: what it will become is not known yet, and showing it would
 * flash as a heading, a rule, an empty list item or a bare fence.
 */
const onlyMarks = /^[ \t]*(?:[-*+=_#>~`|:$ \t]+|\d{1,9}[.)][ \t]*|\\\[?|<[/a-z0-9]*)$/i;

const tableRow = /^ {0,3}\|/;
const delimiterRow = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/** A block being written, as it can be shown now: what is half there is left out or closed. */
export function shownTail(block: Block | null, line: string): Block | null {
  if (block?.kind === "code") {
    if (line === "" || mayCloseFence(line)) return block;
    return { ...block, chunks: [...block.chunks, line] };
  }
  const lines = block === null ? [] : block.text.split("\n");
  if (line.trim() !== "" && !onlyMarks.test(line) && fenceOf(line) === null) lines.push(line);
  const text = closeMath(closeTable(lines).join("\n")).trimEnd();
  return text === "" ? null : { kind: "prose", text };
}

/** A fence inside a listing may still be coming: its back-ticks are held back. */
function mayCloseFence(line: string): boolean {
  const trimmed = line.trim();
  const mark = trimmed.startsWith("~") ? "~" : "`";
  const shortest: Fence = { mark, length: 1, indent: 0, info: "" };
  return closesFence(line, shortest);
}

/** Gives the head of a table the row of dashes that makes it a table, before that row has come. */
function closeTable(lines: string[]): string[] {
  const head = lines.findIndex((line) => tableRow.test(line));
  if (head === -1 || (head > 0 && lines[head - 1]?.trim() !== "")) return lines;
  const next = lines[head + 1];
  const columns = columnsOf(lines[head] ?? "");
  if (next !== undefined && delimiterRow.test(next) && columnsOf(next) === columns) return lines;
  if (next !== undefined && lines.length > head + 2) return lines;
  return [...lines.slice(0, head + 1), `|${" --- |".repeat(columns)}`];
}

function columnsOf(row: string): number {
  const cells = row
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "")
    .split(/(?<!\\)\|/);
  return cells.length;
}
