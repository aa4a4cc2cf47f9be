import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type EmptyStateProps = {
  icon?: LucideIcon;
  title: string;
  /** What would be here, and how to get it. */
  children?: ReactNode;
  /** The first step. */
  action?: ReactNode;
  /** 1 where it is the whole page. */
  level?: 1 | 2 | 3;
};

/** A place with nothing in it yet. */
export function EmptyState({ icon: Icon, title, children, action, level = 2 }: EmptyStateProps) {
  const Heading = `h${level}` as const;
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-4 py-12 text-center">
      {Icon ? <Icon size={20} strokeWidth={1.75} aria-hidden className="mb-1 text-faint" /> : null}
      <Heading className="text-base font-semibold text-balance">{title}</Heading>
      {children ? <div className="text-sm text-pretty text-muted">{children}</div> : null}
      {action ? <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
