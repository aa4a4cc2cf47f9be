import { defineFilter, z } from "@parley/functions";

export default defineFilter({
  name: "Citations",
  version: "1.0.0",
  description: "Makes sources of the links in an answer, and a numbered list of them below it.",
  icon: "quote",
  author: "Parley",
  priority: 50,
  whenItFails: "open",
  valves: z.object({
    list: z
      .boolean()
      .default(true)
      .describe("Put a numbered list of the sources below the answer."),
    heading: z.string().default("Sources").describe("What stands above the list."),
    most: z.int().min(1).max(200).default(50).describe("At most this many sources for one answer."),
  }),

  async outlet({ body, valves, emit }) {
    const answer = body.messages.at(-1);
    if (!answer) return;
    const { content, sources } = cite(answer.content, valves);
    for (const { name, url } of sources) {
      await emit({ type: "citation", data: { source: { name, url } } });
    }
    if (content === answer.content) return;
    return { ...body, messages: body.messages.with(-1, { ...answer, content }) };
  },
});

type Source = { number: number; name: string; url: string };
type Options = { list: boolean; heading: string; most: number };

/** Code is never touched: fenced, or between backticks. */
const code = /(```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|`[^`\n]+`)/;
/** How a line of a list begins: `[1]: …`, `[1] …`, `1. …`. */
const numbered = /^[ \t]*(?:[-*] )?(?:\[(\d{1,3})\]:?|(\d{1,3})[.)])[ \t]+(?=\S)/;
/** A whole Markdown link, a bare link, or a number in brackets. */
const mark =
  /(!?\[[^[\]\n]{0,500}\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*){0,5}(?: "[^"\n]{0,500}")?\))|<?(https?:\/\/[^\s<>"'`]+)>?|\[(\d{1,3})\](?!\(|:)/g;
const markdownLink = /^\[([^\]]*)\]\((https?:\/\/\S+?)(?: "[^"]*")?\)$/;

function cite(text: string, { list, heading, most }: Options) {
  const sources: Source[] = [];
  const parts = text.split(code);

  const prose = parts.map((part, place) => (place % 2 === 1 ? part : withoutList(part)));
  const content = prose.map((part, place) => (place % 2 === 1 ? part : part.replace(mark, linked)));
  if (sources.length === 0) return { content: text, sources };

  sources.sort((a, b) => a.number - b.number);
  const lines = sources.map(({ number, name, url }) => `${number}. [${escaped(name)}](${url})`);
  const below = list ? `\n\n**${heading}**\n\n${lines.join("\n")}` : "";
  return { content: content.join("").trimEnd() + below, sources };

  /** Reads the lines that say what a number stands for; the list below takes their place. */
  function withoutList(part: string): string {
    return part
      .split("\n")
      .filter((line) => {
        const [begin = "", bracketed, dotted] = numbered.exec(line.slice(0, 100)) ?? [];
        const number = Number(bracketed ?? dotted);
        // An ordinary numbered list of the answer stays: only one whose numbers are used is of sources.
        if (begin === "" || (dotted && !text.includes(`[${number}]`))) return true;
        const known = sources.some((source) => source.number === number);
        const source = known || sources.length >= most ? null : sourceIn(line.slice(begin.length));
        if (source) sources.push({ number, ...source });
        return !source || !list;
      })
      .join("\n");
  }

  function linked(whole: string, ...[link, bare, digits]: string[]): string {
    if (digits) {
      const source = sources.find(({ number }) => number === Number(digits));
      return source ? `[\\[${digits}\\]](${source.url})` : whole;
    }
    if (link) {
      const [, name = "", url = ""] = markdownLink.exec(link) ?? [];
      if (url) add(url, name);
      return whole;
    }
    const [url, rest] = trimmed(bare ?? "");
    const source = add(url, "");
    return source ? `[\\[${source.number}\\]](${source.url})${rest}` : whole;
  }

  function add(url: string, name: string): Source | undefined {
    const known = sources.find((source) => source.url === url);
    if (known || sources.length >= most || host(url) === "") return known;
    const number = Math.max(0, ...sources.map((source) => source.number)) + 1;
    const source = { number, name: name || host(url), url };
    sources.push(source);
    return source;
  }
}

/** `[Name](https://…)`, `Name - https://…` or `https://… "Name"`; null for anything else. */
function sourceIn(entry: string): Omit<Source, "number"> | null {
  if (entry.length > 3000) return null;
  const [, linked, target] = markdownLink.exec(entry.trim()) ?? [];
  if (target) return { name: linked || host(target), url: target };
  const match = /https?:\/\/[^\s<>"]+/.exec(entry);
  if (!match) return null;
  const { 0: found, index } = match;
  const [, title] = /^>?\s*(?:"([^"]*)")?\s*$/.exec(entry.slice(index + found.length)) ?? [null];
  if (title === null) return null;
  const name = entry.slice(0, index).replace(/^["<\s]+|["<\s:–—-]+$/g, "");
  const [url] = trimmed(found);
  return { name: title || name || host(url), url };
}

/** A link without the punctuation of the sentence that it ends, and that punctuation. */
function trimmed(url: string): [string, string] {
  let end = url.length;
  for (;;) {
    const last = url[end - 1] ?? "";
    const inside = url.slice(0, end);
    const closes = last === ")" && inside.split(")").length > inside.split("(").length;
    if (!closes && !/[.,;:!?*_\]]/.test(last)) return [inside, url.slice(end)];
    end -= 1;
  }
}

function host(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : "";
}

function escaped(name: string): string {
  return name.replace(/[[\]\\]/g, "\\$&");
}
