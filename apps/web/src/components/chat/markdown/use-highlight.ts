import { useEffect, useState } from "react";

/** One coloured piece of a line; colours of both themes. */
export type Token = { content: string; light: string; dark: string };
export type TokenLine = readonly Token[];

/** Listings longer than this stay plain, in UTF-16 units. */
const longest = 150_000;
/** Listings longer than this are coloured once they are complete. */
const longestLive = 30_000;

/**
 * The coloured lines of a listing, or null where there are none (yet). The highlighter is loaded with
 * the first listing that names its language.
 */
export function useHighlight(
  code: string,
  language: string,
  isClosed: boolean,
): readonly TokenLine[] | null {
  const [lines, setLines] = useState<readonly TokenLine[] | null>(null);
  const isWanted = language !== "" && code.length <= (isClosed ? longest : longestLive);
  useEffect(() => {
    if (!isWanted) return;
    let isCurrent = true;
    const show = (found: readonly TokenLine[] | null) => {
      if (isCurrent && found !== null) setLines(found);
    };
    import("./highlight.ts").then(
      ({ highlight }) => highlight({ code, language, isClosed }, show),
      // Without its colours a listing is still a listing.
      () => show(null),
    );
    return () => {
      isCurrent = false;
    };
  }, [code, language, isClosed, isWanted]);
  return isWanted ? lines : null;
}
