import type { ReactNode } from "react";

export type StatusTone = "good" | "caution" | "broken" | "off";

const dots = {
  good: "bg-good",
  caution: "bg-caution",
  broken: "bg-broken",
  off: "border border-faint",
} as const satisfies Record<StatusTone, string>;

/** A state as a word, with a dot beside it. */
export function Status({ tone, children }: { tone: StatusTone; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <span aria-hidden className={`size-2 shrink-0 rounded-full ${dots[tone]}`} />
      {children}
    </span>
  );
}
