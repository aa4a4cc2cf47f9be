"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { useProblemText } from "#lib/use-problem-text.ts";
import { Button } from "./button.tsx";
import { heirMark, useLeave } from "./focus-heirs.tsx";
import { Notice } from "./notice.tsx";
import { Skeleton } from "./skeleton.tsx";

/** The place of a list that is loading, with rows of the height that rows have. */
export function ListSkeleton({ rows }: { rows: number }) {
  const t = useTranslations("common");
  return (
    <div role="status" className="flex flex-col divide-y divide-line border-y border-line">
      <span className="sr-only">{t("loading")}</span>
      {Array.from({ length: rows }, (_, index) => `row-${index}`).map((key) => (
        <div key={key} className="flex h-16 flex-col justify-center gap-2">
          <Skeleton className="h-3.5 w-40" />
          <Skeleton className="h-3 w-64 max-w-full" />
        </div>
      ))}
    </div>
  );
}

/** A list that could not be read: why, and the way to try again. */
export function ListError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations("common");
  const problemText = useProblemText();
  const leave = useLeave();
  const id = useId();
  const retry = () => {
    leave("retry", id);
    onRetry();
  };
  return (
    <Notice
      tone="broken"
      action={
        <Button
          size="sm"
          look="quiet"
          className="-my-1 shrink-0"
          {...heirMark("retry", id)}
          onPress={retry}
        >
          {t("retry")}
        </Button>
      }
    >
      {problemText(error)}
    </Notice>
  );
}
