import {
  closesFence,
  type Fence,
  fenceOf,
  htmlDepthOf,
  htmlTagOf,
  indentOf,
  isBlank,
  isHeading,
  isListItem,
  mathEndOf,
} from "./lines.ts";

/**
 * A piece of an answer that renders by itself. `code` is kept in chunks of whole lines, so that a long
 * listing can grow without its beginning being touched again; each chunk ends with its line break.
 */
export type Block =
  | { kind: "prose"; text: string }
  | { kind: "code"; language: string; chunks: readonly string[]; closed: boolean };

/** Lines a chunk of code may have. */
const linesPerChunk = 50;

type Open =
  | { kind: "none" }
  | { kind: "prose"; lines: string[]; list: boolean; blank: boolean; until: Until | null }
  | { kind: "code"; fence: Fence; language: string; chunks: string[]; lines: string[] };

/** What must come before a prose block can end. */
type Until =
  | { kind: "fence"; fence: Fence }
  | { kind: "math"; end: string }
  | { kind: "html"; tag: string; depth: number };

/**
 * Cuts streamed Markdown into top-level blocks, line by line. A settled block never changes again, and
 * every letter is looked at once: adding text costs the same at the end of a long answer as at its
 * beginning. The result does not depend on how the text was cut into pieces.
 */
export class BlockSplitter {
  readonly #settle: (block: Block) => void;
  #open: Open = { kind: "none" };
  #line = "";

  constructor(settle: (block: Block) => void) {
    this.#settle = settle;
  }

  append(text: string): void {
    let from = 0;
    for (;;) {
      const end = text.indexOf("\n", from);
      if (end === -1) break;
      this.#take(this.#line + text.slice(from, end));
      this.#line = "";
      from = end + 1;
    }
    this.#line += from === 0 ? text : text.slice(from);
  }

  /** Settles everything; an unclosed listing counts as closed. */
  end(): void {
    if (this.#line !== "") this.#take(this.#line);
    this.#line = "";
    this.#close();
  }

  /** The block being written: its complete lines, and the line that is still coming. */
  tail(): { block: Block | null; line: string } {
    const open = this.#open;
    if (open.kind === "none") return { block: null, line: this.#line };
    if (open.kind === "prose") {
      return { block: { kind: "prose", text: open.lines.join("\n") }, line: this.#line };
    }
    const chunks = [...open.chunks];
    if (open.lines.length > 0) chunks.push(asChunk(open.lines));
    return {
      block: { kind: "code", language: open.language, chunks, closed: false },
      line: this.#line,
    };
  }

  #take(raw: string): void {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (this.#open.kind === "code") this.#takeCode(this.#open, line);
    else this.#takeProse(line);
  }

  #takeCode(open: Extract<Open, { kind: "code" }>, line: string): void {
    if (closesFence(line, open.fence)) {
      this.#close();
      return;
    }
    open.lines.push(withoutIndent(line, open.fence.indent));
    if (open.lines.length === linesPerChunk) {
      open.chunks.push(asChunk(open.lines));
      open.lines = [];
    }
  }

  #takeProse(line: string): void {
    const open = this.#open;
    if (open.kind === "prose" && open.until !== null) {
      this.#takeUntil(open, open.until, line);
      return;
    }
    if (isBlank(line)) {
      if (open.kind !== "prose") return;
      if (open.list) {
        open.blank = true;
        open.lines.push("");
      } else this.#close();
      return;
    }
    if (open.kind === "prose" && open.blank) {
      if (indentOf(line) < 2 && !isListItem(line)) this.#close();
      else open.blank = false;
    }
    this.#begin(line);
  }

  #takeUntil(open: Extract<Open, { kind: "prose" }>, until: Until, line: string): void {
    open.lines.push(line);
    if (until.kind === "fence") {
      if (closesFence(line, until.fence)) open.until = null;
    } else if (until.kind === "math") {
      if (!line.trim().endsWith(until.end)) return;
      open.until = null;
      if (!open.list) this.#close();
    } else {
      until.depth += htmlDepthOf(line, until.tag);
      if (until.depth <= 0) open.until = null;
    }
  }

  /** A line that may begin something. */
  #begin(line: string): void {
    const inList = this.#open.kind === "prose" && this.#open.list && indentOf(line) >= 2;
    const fence = fenceOf(line);
    if (fence && (inList || fence.indent < 4)) {
      if (inList) this.#push(line, { kind: "fence", fence });
      else {
        this.#close();
        const language = fence.info.split(/\s/, 1)[0] ?? "";
        this.#open = { kind: "code", fence, language, chunks: [], lines: [] };
      }
      return;
    }
    const mathEnd = mathEndOf(line);
    if (mathEnd !== null) {
      if (!inList) this.#close();
      this.#push(line, { kind: "math", end: mathEnd });
      return;
    }
    if (isHeading(line) && !inList) {
      this.#close();
      this.#push(line, null);
      this.#close();
      return;
    }
    const tag = inList ? null : htmlTagOf(line);
    if (tag !== null) {
      if (this.#open.kind === "none") {
        const depth = htmlDepthOf(line, tag);
        this.#push(line, depth > 0 ? { kind: "html", tag, depth } : null);
        return;
      }
    }
    this.#push(line, null);
  }

  #push(line: string, until: Until | null): void {
    if (this.#open.kind !== "prose") {
      this.#open = { kind: "prose", lines: [], list: false, blank: false, until: null };
    }
    this.#open.lines.push(line);
    this.#open.until = until;
    if (until === null && isListItem(line)) this.#open.list = true;
  }

  #close(): void {
    const open = this.#open;
    this.#open = { kind: "none" };
    if (open.kind === "prose") {
      const text = open.lines.join("\n").trimEnd();
      if (text !== "") this.#settle({ kind: "prose", text });
    } else if (open.kind === "code") {
      if (open.lines.length > 0) open.chunks.push(asChunk(open.lines));
      this.#settle({ kind: "code", language: open.language, chunks: open.chunks, closed: true });
    }
  }
}

function asChunk(lines: string[]): string {
  return `${lines.join("\n")}\n`;
}

function withoutIndent(line: string, indent: number): string {
  let cut = 0;
  while (cut < indent && line[cut] === " ") cut += 1;
  return cut === 0 ? line : line.slice(cut);
}
