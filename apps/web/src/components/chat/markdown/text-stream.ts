import { type Block, BlockSplitter } from "./block-splitter.ts";
import { shownTail } from "./half-written.ts";

/** Blocks per group; a full group never changes again. */
export const groupSize = 16;

/** An answer cut into blocks. Groups and blocks that are complete keep their identity. */
export type BlockView = {
  groups: readonly (readonly Block[])[];
  /** The block that is still being written. */
  tail: Block | null;
};

const emptyView: BlockView = { groups: [], tail: null };

/** Footnotes tie far-apart blocks together, so that such a text renders in one piece. */
const footnote = /^ {0,3}\[\^[^\]\n]+\]:/m;

/** Text that grows at its end, with its blocks. Adding costs as much as what is added. */
export class TextStream {
  #text = "";
  #groups: Block[][] = [];
  #splitter = this.#newSplitter();
  #view: BlockView | null = emptyView;

  get text(): string {
    return this.#text;
  }

  /** UTF-16 units. */
  get length(): number {
    return this.#text.length;
  }

  append(text: string): void {
    if (text === "") return;
    this.#text += text;
    this.#splitter.append(text);
    this.#view = null;
  }

  /** Forgets what comes after `length`. */
  truncate(length: number): void {
    if (length >= this.#text.length) return;
    const kept = this.#text.slice(0, length);
    this.#text = "";
    this.#groups = [];
    this.#splitter = this.#newSplitter();
    this.#view = null;
    this.append(kept);
  }

  /** The same object until text is added. */
  view(): BlockView {
    if (this.#view === null) {
      const { block, line } = this.#splitter.tail();
      this.#view = { groups: [...this.#groups], tail: shownTail(block, line) };
    }
    return this.#view;
  }

  #newSplitter(): BlockSplitter {
    return new BlockSplitter((block) => {
      const last = this.#groups.at(-1);
      if (last === undefined || last.length === groupSize) this.#groups.push([block]);
      // A new array, because a view may hold the old one.
      else this.#groups[this.#groups.length - 1] = [...last, block];
    });
  }
}

/** The blocks of a text that is complete. */
export function blocksOf(text: string): BlockView {
  if (footnote.test(text)) return { groups: [[{ kind: "prose", text }]], tail: null };
  const groups: Block[][] = [];
  const splitter = new BlockSplitter((block) => {
    const last = groups.at(-1);
    if (last === undefined || last.length === groupSize) groups.push([block]);
    else last.push(block);
  });
  splitter.append(text);
  splitter.end();
  return { groups, tail: null };
}
