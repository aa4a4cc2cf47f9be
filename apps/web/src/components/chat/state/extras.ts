import { type Json, type JsonObject, messageLists } from "@parley/core";
import type { z } from "zod";

export type Status = z.infer<typeof messageLists.statusHistory.element>;
export type Source = z.infer<typeof messageLists.sources.element>;
export type MessageFile = z.infer<typeof messageLists.files.element>;
export type Embed = z.infer<typeof messageLists.embeds.element>;

/** The entries of a list that are what they should be; a client may have written anything. */
function entriesOf<T>(schema: z.ZodType<T>, list: Json | undefined): T[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) => {
    const parsed = schema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}

/** The line above an answer: the last one that was said, unless that takes the line away. */
export function statusOf({ statusHistory }: JsonObject): Status | null {
  const last = Array.isArray(statusHistory) ? statusHistory.slice(-1) : [];
  const [status] = entriesOf(messageLists.statusHistory.element, last);
  return status === undefined || status.hidden === true || status.description === ""
    ? null
    : status;
}

export type Extras = { sources: Source[]; files: MessageFile[]; embeds: Embed[] };

/** Whether functions may have added something below the text. */
export function mayHaveExtras({ sources, files, embeds }: JsonObject): boolean {
  return [sources, files, embeds].some((list) => Array.isArray(list) && list.length > 0);
}

export function extrasOf({ sources, files, embeds }: JsonObject): Extras {
  return {
    sources: entriesOf(messageLists.sources.element, sources),
    files: entriesOf(messageLists.files.element, files),
    embeds: entriesOf(messageLists.embeds.element, embeds),
  };
}
