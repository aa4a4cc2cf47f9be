import type { ReactNode } from "react";

type PageTitleProps = { title: string; sentence: string; action?: ReactNode };

/** What a page is for, in one sentence, and the one thing to start there. */
export function PageTitle({ title, sentence, action }: PageTitleProps) {
  return (
    <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-lg font-semibold tracking-tight">{title}</h1>
        <p className="mt-0.5 max-w-prose text-pretty text-muted">{sentence}</p>
      </div>
      {action}
    </div>
  );
}
