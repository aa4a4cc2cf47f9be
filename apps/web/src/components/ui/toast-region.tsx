"use client";

import { Toast, toast } from "@heroui/react/toast";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import type { Tone } from "./notice.tsx";
import { onToasts, takeToasts } from "./toast-store.ts";

const defaultTimeoutMs = 5000;

const heroVariant = {
  info: "default",
  good: "success",
  caution: "warning",
  broken: "danger",
} as const satisfies Record<Tone, string>;

function showWaiting(): void {
  for (const { title, description, tone = "info", timeoutMs } of takeToasts()) {
    toast(title, {
      ...(description === undefined ? {} : { description }),
      variant: heroVariant[tone],
      timeout: timeoutMs ?? defaultTimeoutMs,
    });
  }
}

export function LoadedToastRegion() {
  const t = useTranslations("common");
  useEffect(() => {
    showWaiting();
    return onToasts(showWaiting);
  }, []);
  return <Toast.Provider placement="bottom" aria-label={t("notifications")} width={380} />;
}
