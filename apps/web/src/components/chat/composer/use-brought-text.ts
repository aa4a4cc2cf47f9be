import { useSearchParams } from "next/navigation";
import { type Dispatch, type SetStateAction, useEffect, useState } from "react";

/** The part of an address that brings a text for the field: `/?q=…`. */
export const broughtText = "q";

/**
 * What stands in the field. A new chat begins with the text that the address brings, to be read,
 * changed and sent by a person; then it leaves the address, so that the next chat begins empty.
 */
export function useBroughtText(isNew: boolean): [string, Dispatch<SetStateAction<string>>] {
  const brought = useSearchParams().get(broughtText);
  const draft = useState(isNew ? (brought ?? "") : "");
  useEffect(() => {
    if (brought === null) return;
    const url = new URL(window.location.href);
    url.searchParams.delete(broughtText);
    window.history.replaceState(null, "", url);
  }, [brought]);
  return draft;
}
