/** What a line of Markdown does to the block it stands in. Patterns follow CommonMark. */
const fencePattern = /^([ \t]*)(`{3,}|~{3,})(.*)$/;
const listItemPattern = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;
const headingPattern = /^ {0,3}#{1,6}(?:[ \t]|$)/;
const htmlOpenPattern = /^ {0,3}<([a-z][a-z0-9]*)(?=[\s/>])/i;
const voidTags = new Set(["br", "hr", "img", "input", "wbr", "source", "col"]);
/** Tags that begin a block of HTML; others stand inside a paragraph. */
const blockTags = new Set([
  "article",
  "aside",
  "blockquote",
  "center",
  "details",
  "div",
  "dl",
  "figure",
  "footer",
  "header",
  "ol",
  "p",
  "section",
  "table",
  "ul",
]);

export type Fence = {
  mark: "`" | "~";
  length: number;
  indent: number;
  info: string;
};

export function isBlank(line: string): boolean {
  return line.trim() === "";
}

export function indentOf(line: string): number {
  let columns = 0;
  for (const letter of line) {
    if (letter === " ") columns += 1;
    else if (letter === "\t") columns += 4;
    else break;
  }
  return columns;
}

export function isListItem(line: string): boolean {
  return listItemPattern.test(line);
}

export function isHeading(line: string): boolean {
  return headingPattern.test(line);
}

/** The fence that this line opens, or null. A back-tick fence has no back-tick after it. */
export function fenceOf(line: string): Fence | null {
  const found = fencePattern.exec(line);
  if (!found) return null;
  const [, space = "", marks = "", info = ""] = found;
  const mark = marks.startsWith("~") ? "~" : "`";
  if (mark === "`" && info.includes("`")) return null;
  return { mark, length: marks.length, indent: indentOf(space), info: info.trim() };
}

export function closesFence(line: string, fence: Fence): boolean {
  const trimmed = line.trim();
  return (
    trimmed.length >= fence.length &&
    trimmed === fence.mark.repeat(trimmed.length) &&
    indentOf(line) <= fence.indent + 3
  );
}

/** The line that ends a display formula begun by this line, or null when it begins none (or ends it itself). */
export function mathEndOf(line: string): "$$" | "\\]" | null {
  const trimmed = line.trim();
  if (trimmed.startsWith("$$")) return trimmed.indexOf("$$", 2) === -1 ? "$$" : null;
  if (trimmed.startsWith("\\[")) return trimmed.includes("\\]") ? null : "\\]";
  return null;
}

/** The tag of an HTML block that begins at this line, or null. */
export function htmlTagOf(line: string): string | null {
  const tag = htmlOpenPattern.exec(line)?.[1]?.toLowerCase();
  return tag !== undefined && blockTags.has(tag) && !voidTags.has(tag) ? tag : null;
}

/** How many more `tag`s a line opens than it closes. */
export function htmlDepthOf(line: string, tag: string): number {
  const tags = line.matchAll(new RegExp(`<(/?)${tag}(?=[\\s/>])`, "gi"));
  let depth = 0;
  for (const found of tags) depth += found[1] === "/" ? -1 : 1;
  return depth;
}
