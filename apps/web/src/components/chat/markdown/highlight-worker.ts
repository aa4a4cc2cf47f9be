import { highlight } from "./highlight.ts";
import type { HighlightAnswer, HighlightRequest, TokenLine } from "./highlighter.ts";

/** What the page has of each listing, so that only what changed is sent. */
const sent = new Map<number, readonly TokenLine[]>();

addEventListener("message", ({ data }: MessageEvent<HighlightRequest>) => {
  if (data.kind === "close") {
    sent.delete(data.id);
    return;
  }
  const { id, listing } = data;
  const isKnown = highlight(listing, (lines) => {
    const before = sent.get(id) ?? [];
    const changed = lines.findIndex((line, index) => line !== before[index]);
    const kept = changed === -1 ? lines.length : changed;
    sent.set(id, lines);
    answer({ id, kept, lines: lines.slice(kept) });
  });
  if (!isKnown) answer({ id, kept: 0, lines: null });
});

function answer(message: HighlightAnswer): void {
  postMessage(message);
}
