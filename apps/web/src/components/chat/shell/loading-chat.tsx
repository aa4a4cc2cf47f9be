"use client";

import { useTranslations } from "next-intl";
import { Skeleton } from "#components/ui/skeleton.tsx";

/** Holds the place of a conversation while it is read. */
export function LoadingChat() {
  const t = useTranslations("chat");
  return (
    <div
      role="status"
      className="flex min-h-0 flex-1 flex-col justify-end overflow-hidden px-3 md:px-6"
    >
      <span className="sr-only">{t("loading")}</span>
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-6 px-1 pb-16 md:px-4">
        <Skeleton className="h-11 w-64 self-end rounded-lg" />
        <div className="flex flex-col gap-3">
          <Skeleton className="h-3 w-24" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-11/12" />
          <Skeleton className="h-4 w-4/5" />
        </div>
      </div>
    </div>
  );
}
