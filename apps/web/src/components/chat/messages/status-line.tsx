import { Check } from "lucide-react";
import { statusOf } from "../state/extras.ts";
import type { BranchMessage } from "../state/types.ts";

/** What a function says is going on, above the answer. */
export function StatusLine({ message }: { message: BranchMessage }) {
  const status = statusOf(message.metadata);
  if (status === null) return null;
  const isGoingOn = status.done !== true && message.status === "streaming";
  return (
    <p
      role="status"
      data-testid="status-line"
      className="flex min-h-6 items-center gap-2 text-note text-muted wrap-anywhere"
    >
      {status.done === true ? (
        <Check size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-good" />
      ) : (
        <span aria-hidden className="flex size-4 shrink-0 items-center justify-center">
          <span
            className={`size-1.5 rounded-full bg-accent ${isGoingOn ? "motion-safe:animate-pulse" : "opacity-60"}`}
          />
        </span>
      )}
      {status.description}
    </p>
  );
}
