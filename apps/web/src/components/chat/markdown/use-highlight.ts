import { useEffect, useRef, useState } from "react";
import { type OpenListing, openListing, type TokenLine } from "./highlighter.ts";

/** Listings longer than this stay plain, in UTF-16 units. */
const longest = 150_000;
/** Listings longer than this are coloured once they are complete. */
const longestLive = 30_000;

/** The coloured lines of a listing, or null where there are none (yet). */
export function useHighlight(
  code: string,
  language: string,
  isClosed: boolean,
): readonly TokenLine[] | null {
  const [lines, setLines] = useState<readonly TokenLine[] | null>(null);
  const listing = useRef<OpenListing | null>(null);
  const isWanted = language !== "" && code.length <= (isClosed ? longest : longestLive);
  useEffect(() => {
    if (!isWanted) return;
    const opened = openListing(setLines);
    listing.current = opened;
    return () => opened.close();
  }, [isWanted]);
  useEffect(() => {
    if (isWanted) listing.current?.colour({ code, language, isClosed });
  }, [isWanted, code, language, isClosed]);
  return isWanted ? lines : null;
}
