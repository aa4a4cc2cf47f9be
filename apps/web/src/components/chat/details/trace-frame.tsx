"use client";

import type { TraceStep } from "@parley/core";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useChat } from "../use/chat-context.tsx";

export type Of<Kind extends TraceStep["step"]> = { step: Extract<TraceStep, { step: Kind }> };

type FrameProps = {
  title: ReactNode;
  /** Milliseconds since the request began. */
  at: number;
  /** How long it took, where that is known. */
  ms?: number;
  error?: { message: string; status: number } | undefined;
  children?: ReactNode;
};

/** What happened and when; below it, how. */
export function Frame({ title, at, ms, error, children }: FrameProps) {
  const t = useTranslations("chat.trace");
  const locale = useLocale();
  const seconds = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 });
  return (
    <div className="flex flex-col gap-0.5 text-note">
      <p className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 wrap-anywhere">{title}</span>
        <span className="shrink-0 text-xs text-muted tabular-nums">
          {t("at", { seconds: seconds.format(Math.round(at / 10) / 100) })}
        </span>
      </p>
      <div className="flex flex-col gap-0.5 text-muted wrap-anywhere empty:hidden">
        {children}
        {error === undefined ? null : (
          <p className="text-broken">
            {t("error", { message: error.message, status: error.status })}
          </p>
        )}
        {ms === undefined ? null : (
          <p className="text-xs tabular-nums">{t("took", { ms: Math.round(ms) })}</p>
        )}
      </div>
    </div>
  );
}

/** How models are called now; one that is not in the list keeps its id. */
export function useModelName(): (id: string) => string {
  const { models } = useChat();
  return (id) => models.models.find((model) => model.id === id)?.name ?? id;
}
