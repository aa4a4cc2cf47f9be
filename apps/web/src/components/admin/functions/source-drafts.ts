import { parseJson } from "@parley/core";
import { z } from "zod";

/** A source that was changed and not saved, and which version it began from. */
const sourceDraft = z.object({ source: z.string(), version: z.number() });
export type SourceDraft = z.infer<typeof sourceDraft>;

const keyOf = (id: string) => `parley:function:${id}`;

/** Kept in the tab: leaving the page, or reading it again, loses nothing. */
export function keptDraft(id: string): SourceDraft | null {
  const text = storage()?.getItem(keyOf(id));
  return text ? parseJson(sourceDraft, text) : null;
}

export function keepDraft(id: string, draft: SourceDraft | null): void {
  if (draft === null) storage()?.removeItem(keyOf(id));
  else storage()?.setItem(keyOf(id), JSON.stringify(draft));
}

/** None while the page is made on the server, and in browsers that allow none. */
function storage(): Storage | null {
  try {
    return typeof window === "undefined" ? null : window.sessionStorage;
  } catch {
    return null;
  }
}
