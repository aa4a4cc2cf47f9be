import type { PageQuestion } from "../functions/questions.ts";

/** The open pages of people, on whatever node their sockets are. */
export interface PersonPages {
  /**
   * Asks a person: on the page `sessionId` when that is one of theirs, else on all of their pages that
   * show the chat. Resolves with the first reply, as it came; with undefined when no page is there, none
   * replies within `ms`, or the signal is aborted. Pages that were asked in vain are told.
   */
  ask(userId: string, question: PageQuestion, options: PageAskOptions): Promise<unknown>;
}
export type PageAskOptions = { sessionId: string | null; ms: number; signal: AbortSignal };
