/**
 * Models write formulas as `$…$`, `$$…$$`, `\(…\)` and `\[…\]`; the Markdown parser knows `$$` only.
 * Single dollars follow Pandoc's rule, so that prices stay prices: no space inside the dollars, and no
 * digit after the closing one.
 */
const patterns = {
  code: /(?<ticks>`+)(?:(?!\k<ticks>)[\s\S])*?\k<ticks>(?!`)/,
  display: /\\\[(?<display>[\s\S]+?)\\\]/,
  inline: /\\\((?<inline>[\s\S]+?)\\\)/,
  doubled: /\$\$[\s\S]*?\$\$/,
  single: /(?<![\\$\w])\$(?![\s$])(?<single>(?:[^$\n\\]|\\.)*?[^\s$\\])\$(?![\d$])/,
};
const formula = new RegExp(
  Object.values(patterns)
    .map((pattern) => pattern.source)
    .join("|"),
  "g",
);

/** Rewrites every formula as `$$…$$`. */
export function withDollars(text: string): string {
  let result = "";
  let from = 0;
  for (const found of text.matchAll(formula)) {
    const { display, inline, single } = found.groups ?? {};
    const within = inline ?? single;
    result += text.slice(from, found.index);
    if (display !== undefined) result += `\n$$\n${display.trim()}\n$$\n`;
    else result += within === undefined ? found[0] : `$$${within.trim()}$$`;
    from = found.index + found[0].length;
  }
  return result + text.slice(from);
}

/** Closes a formula that is still being written. */
export function closeMath(text: string): string {
  const open = Math.max(text.lastIndexOf("\\("), text.lastIndexOf("\\["));
  if (open === -1) return text;
  const end = text[open + 1] === "(" ? "\\)" : "\\]";
  return text.includes(end, open) ? text : text.replace(/\\$/, "") + end;
}

/** True when the text needs the (large) formula renderer. */
export function hasMath(text: string): boolean {
  if (!text.includes("$") && !text.includes("\\")) return false;
  return /\$\$/.test(withDollars(text));
}
