"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "#components/ui/button.tsx";

type StepFrameProps = {
  title: string;
  /** The button that goes on. */
  action: ReactNode;
  /** Absent where going on is all there is. */
  onSkip?: (() => void) | undefined;
  children: ReactNode;
};

export function StepFrame({ title, action, onSkip, children }: StepFrameProps) {
  const t = useTranslations("welcome");
  const canSkip = onSkip !== undefined;
  const heading = useRef<HTMLHeadingElement>(null);
  // A new step begins: keyboards and screen readers go on from its title.
  useEffect(() => heading.current?.focus(), []);
  // Skip goes when there is nothing to skip any more, and the focus must not go with it.
  useEffect(() => {
    if (!canSkip && document.activeElement === document.body) heading.current?.focus();
  }, [canSkip]);
  return (
    <>
      <h1
        ref={heading}
        tabIndex={-1}
        className="mt-1 text-xl font-semibold tracking-tight outline-none"
      >
        {title}
      </h1>
      <div className="mt-3 flex min-h-24 flex-col gap-4 text-pretty">{children}</div>
      <div className="mt-6 flex items-center gap-2">
        {action}
        {canSkip ? (
          <Button look="quiet" onPress={onSkip}>
            {t("skip")}
          </Button>
        ) : null}
      </div>
    </>
  );
}
