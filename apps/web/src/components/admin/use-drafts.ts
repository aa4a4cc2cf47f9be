import { useState } from "react";

/** What was typed and not saved, by the id of what it is about. Closing a panel keeps it. */
export function useDrafts<Draft>() {
  const [drafts, setDrafts] = useState<Record<string, Draft>>({});
  return {
    draftOf: (id: string): Draft | null => drafts[id] ?? null,
    /** Null forgets it. */
    setDraft: (id: string, draft: Draft | null) =>
      setDrafts(({ [id]: _previous, ...others }) =>
        draft === null ? others : { ...others, [id]: draft },
      ),
  };
}
