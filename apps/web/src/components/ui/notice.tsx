import { CircleCheck, CircleX, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

export type Tone = "info" | "good" | "caution" | "broken";

const icons = {
  info: Info,
  good: CircleCheck,
  caution: TriangleAlert,
  broken: CircleX,
} as const satisfies Record<Tone, LucideIcon>;

const colours = {
  info: "text-accent",
  good: "text-good",
  caution: "text-caution",
  broken: "text-broken",
} as const satisfies Record<Tone, string>;

type NoticeProps = {
  tone: Tone;
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
};

/** A message in the flow of the page: what happened, what was kept, what to do. */
export function Notice({ tone, title, children, action, className = "" }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div
      role={tone === "broken" ? "alert" : "status"}
      className={`flex items-start gap-2.5 rounded-lg border border-line bg-surface px-3 py-2.5 text-sm text-text ${className}`}
    >
      <Icon
        size={16}
        strokeWidth={1.75}
        aria-hidden
        className={`mt-0.5 shrink-0 ${colours[tone]}`}
      />
      <div className="min-w-0 flex-1 wrap-anywhere">
        {title === undefined ? null : <p className="font-medium">{title}</p>}
        {children}
      </div>
      {action}
    </div>
  );
}
