import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block } from "./block-splitter.ts";
import { blocksOf, TextStream } from "./text-stream.ts";

const brief = (block: Block) =>
  block.kind === "prose" ? block.text : `${block.language}>${block.chunks.join("")}`;
const briefly = (text: string) => blocksOf(text).groups.flat().map(brief);

describe("blocksOf", () => {
  it.each<[rule: string, text: string, blocks: string[]]>([
    ["parts paragraphs at blank lines", "one\ntwo\n\nthree", ["one\ntwo", "three"]],
    ["gives a heading a block of its own", "a\n# b\nc", ["a", "# b", "c"]],
    ["takes a listing out of the prose", "a\n```js\nx\n\ny\n```\nb", ["a", "js>x\n\ny\n", "b"]],
    ["lets a longer fence hold a shorter one", "````\n```\n````", [">```\n"]],
    ["ends an unclosed listing with the text", "~~~py\nx", ["py>x\n"]],
    ["keeps a loose list together", "- a\n\n- b\n\n  more\n\nend", ["- a\n\n- b\n\n  more", "end"]],
    [
      "keeps a listing inside its list item",
      "1. a\n\n   ```\n   x\n\n   y\n   ```\n\n2. b",
      ["1. a\n\n   ```\n   x\n\n   y\n   ```\n\n2. b"],
    ],
    ["keeps a formula together", "$$\na\n\nb\n$$\nc", ["$$\na\n\nb\n$$", "c"]],
    ["keeps a formula in brackets together", "\\[\na\n\\]\nc", ["\\[\na\n\\]", "c"]],
    [
      "keeps an HTML block together",
      "<details>\n\nx\n\n</details>\n\ny",
      ["<details>\n\nx\n\n</details>", "y"],
    ],
    ["keeps a text with footnotes whole", "a[^1]\n\n[^1]: b", ["a[^1]\n\n[^1]: b"]],
    ["understands Windows line ends", "a\r\n\r\nb\r\n", ["a", "b"]],
    ["gives nothing for nothing", "\n \n", []],
  ])("%s", (_rule, text, blocks) => {
    expect(briefly(text)).toEqual(blocks);
  });
});

const markdown = fc
  .array(
    fc.constantFrom(
      ..."\n,\n\n,```,```js\n,~~~,- ,1. ,  ,    ,text,$$,\\[,\\],# ,> ,| a ,| b |\n,|---|\n,<div>,</div>,\r\n,*,`".split(
        ",",
      ),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

function cutAt(text: string, cuts: number[]): string[] {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  const ends = [...places, text.length];
  return ends.map((end, index) => text.slice(index === 0 ? 0 : ends[index - 1], end));
}

describe("TextStream", () => {
  it("gives the same blocks however the text was cut into pieces", () => {
    fc.assert(
      fc.property(markdown, fc.array(fc.nat(), { maxLength: 8 }), (text, cuts) => {
        const pieces = new TextStream();
        for (const piece of cutAt(text, cuts)) pieces.append(piece);
        const whole = new TextStream();
        whole.append(text);
        expect(pieces.text).toBe(text);
        expect(pieces.view()).toEqual(whole.view());
      }),
    );
  });

  it("never changes a block that is settled, and settles what the finished text has", () => {
    fc.assert(
      fc.property(markdown, fc.array(fc.nat(), { maxLength: 8 }), (text, cuts) => {
        const stream = new TextStream();
        let before: Block[] = [];
        for (const piece of cutAt(text, cuts)) {
          stream.append(piece);
          const settled = stream.view().groups.flat();
          expect(settled.slice(0, before.length)).toEqual(before);
          before.forEach((block, index) => {
            expect(settled[index]).toBe(block);
          });
          before = settled;
        }
        expect(blocksOf(text).groups.flat().slice(0, before.length)).toEqual(before);
      }),
    );
  });

  it("keeps full groups as they are", () => {
    const stream = new TextStream();
    stream.append("p\n\n".repeat(20));
    const [first] = stream.view().groups;
    stream.append("p\n\n".repeat(20));
    expect(stream.view().groups[0]).toBe(first);
  });

  it("continues from a shorter text after truncate", () => {
    fc.assert(
      fc.property(markdown, fc.nat(), (text, at) => {
        const length = at % (text.length + 1);
        const stream = new TextStream();
        stream.append(text);
        stream.truncate(length);
        stream.append(text.slice(length));
        const whole = new TextStream();
        whole.append(text);
        expect(stream.view()).toEqual(whole.view());
      }),
    );
  });

  it("gives the same view until text comes", () => {
    const stream = new TextStream();
    stream.append("a");
    expect(stream.view()).toBe(stream.view());
  });
});

describe("the block being written", () => {
  const tailOf = (text: string) => {
    const stream = new TextStream();
    stream.append(text);
    const { tail } = stream.view();
    return tail === null ? null : brief(tail);
  };

  it.each<[rule: string, text: string, shown: string | null]>([
    ["holds back a line of marks only", "a\n-", "a"],
    ["holds back a fence without its language's end", "```pyth", null],
    ["holds back the beginning of a closing fence", "```js\nx\n``", "js>x\n"],
    ["shows a listing line by line", "```js\nx\nlet y", "js>x\nlet y"],
    ["makes a table of its first row", "| a | b", "| a | b\n| --- | --- |"],
    ["makes a table before its dashes are complete", "| a | b |\n|--", "| a | b |\n| --- | --- |"],
    ["leaves a complete table alone", "| a |\n|---|\n| 1", "| a |\n|---|\n| 1"],
    ["closes a formula in brackets", "so \\(x", "so \\(x\\)"],
    ["shows text as it comes", "hello wor", "hello wor"],
  ])("%s", (_rule, text, shown) => {
    expect(tailOf(text)).toBe(shown);
  });
});
