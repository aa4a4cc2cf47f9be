import { createCodePlugin, type HighlightResult } from "@streamdown/code";
import type { Listing, Token, TokenLine } from "./highlighter.ts";

const light = "github-light-high-contrast";
const dark = "github-dark-default";
const plugin = createCodePlugin({ themes: [light, dark] });
/** Lines by the highlighter's own: it keeps those that did not change, and so do we. */
const lines = new WeakMap<HighlightResult["tokens"][number], TokenLine>();

/** Colours a listing and hands over its lines. False, and no lines, for a language that is not known. */
export function highlight(
  { code, language, isClosed }: Listing,
  show: (lines: readonly TokenLine[]) => void,
): boolean {
  const wanted = language.toLowerCase();
  const known = plugin.getSupportedLanguages().find((one) => one === wanted);
  if (known === undefined) return false;
  const done = (result: HighlightResult) => show(result.tokens.map(lineOf));
  const ready = plugin.highlight(
    { code, language: known, themes: [light, dark], isIncomplete: !isClosed },
    done,
  );
  if (ready !== null) done(ready);
  return true;
}

function lineOf(line: HighlightResult["tokens"][number]): TokenLine {
  let own = lines.get(line);
  if (own === undefined) {
    own = line.map((token): Token => {
      const { color = "inherit", "--shiki-dark": onDark = color } = token.htmlStyle ?? {};
      return { content: token.content, light: color, dark: onDark };
    });
    lines.set(line, own);
  }
  return own;
}
