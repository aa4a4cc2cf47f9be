import { type CompletionRequest, textOf } from "@parley/core";
import { type Beat, beatsOf } from "./script.ts";

const added = " I go on as if nothing had happened, and here I end.";

/** What the answer already says, when the request ends with an unfinished answer; else nothing. */
function saidSoFar(request: CompletionRequest): string {
  const last = request.messages.at(-1);
  return last?.role === "assistant" ? textOf(last.content ?? "") : "";
}

/**
 * A performance without what was said before: a request that ends with an unfinished answer is gone on
 * with, not begun anew. A failure in the middle doesn't happen twice.
 */
export function goOn(request: CompletionRequest, beats: Beat[]): Beat[] {
  const said = saidSoFar(request);
  if (said === "") return beats;
  const rest: Beat[] = [];
  let behind = said;
  for (const beat of beats) {
    if (beat.kind !== "content") continue;
    if (behind === "") rest.push(beat);
    else if (behind.startsWith(beat.text)) behind = behind.slice(beat.text.length);
    else if (beat.text.startsWith(behind)) {
      rest.push({ ...beat, text: beat.text.slice(behind.length) });
      behind = "";
    } else return beatsOf(added);
  }
  return rest.length === 0 ? beatsOf(added) : rest;
}
