"use client";

import type { Embed } from "../state/extras.ts";
import type { BranchMessage } from "../state/types.ts";

type EmbedsProps = { message: BranchMessage; embeds: readonly Embed[] };

/**
 * Pages that actions made. Each comes from Parley's server with headers of its own and runs in a frame
 * without an origin: it reaches nothing of this page, of Parley, or of anything else. One that says
 * `color-scheme: light dark` stands on the page's own ground; any other gets a white one from the browser.
 */
export function Embeds({ message: { chatId, id }, embeds }: EmbedsProps) {
  return embeds.map(({ title, html }, index) => (
    <figure key={title} className="mt-2">
      <figcaption className="mb-1 text-note text-muted wrap-anywhere">{title}</figcaption>
      <iframe
        title={title}
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
        loading="lazy"
        src={`/api/chat/embeds/${chatId}/${id}/${index}?v=${markOf(html)}`}
        className="h-80 min-h-24 w-full resize-y rounded-lg border border-line bg-surface"
      />
    </figure>
  ));
}

/** Tells one text from another, so that a page that was changed is loaded anew. */
function markOf(text: string): string {
  let mark = 0;
  for (let place = 0; place < text.length; place += 1) {
    mark = (mark * 31 + text.charCodeAt(place)) | 0;
  }
  return (mark >>> 0).toString(36);
}
