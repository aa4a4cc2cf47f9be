"use client";

import { useTranslations } from "next-intl";
import { Notice } from "#components/ui/notice.tsx";
import type { HostStatus } from "./types.ts";

/** Says why functions can't run here; nothing where they can. */
export function CantRun({ status }: { status: HostStatus | undefined }) {
  const t = useTranslations("functions.cantRun");
  if (status === undefined || status.available) return null;
  return (
    <Notice tone="caution" title={t("title")} className="mb-4">
      {t("body", { reason: status.reason })}
    </Notice>
  );
}
