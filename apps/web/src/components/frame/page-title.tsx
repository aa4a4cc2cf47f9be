import type { ReactNode, RefObject } from "react";

type PageTitleProps = {
  title: string;
  sentence: string;
  action?: ReactNode;
  /** For whoever has to put the focus here. */
  titleRef?: RefObject<HTMLHeadingElement | null>;
};

/** What a page is for, in one sentence, and the one thing to start there. */
export function PageTitle({ title, sentence, action, titleRef }: PageTitleProps) {
  return (
    <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1
          ref={titleRef}
          tabIndex={-1}
          className="text-lg font-semibold tracking-tight outline-none"
        >
          {title}
        </h1>
        <p className="mt-0.5 max-w-prose text-pretty text-muted">{sentence}</p>
      </div>
      {action}
    </div>
  );
}
