"use client";

import { useLocale, useTranslations } from "next-intl";
import type { RouterOutputs } from "#lib/trpc.ts";

type Line = RouterOutputs["functions"]["logs"][number];

const colours = {
  debug: "text-muted",
  info: "text-muted",
  warn: "text-caution",
  error: "text-broken",
} as const satisfies Record<Line["level"], string>;

/** Lines of a log, each with its time and how grave it is. */
export function LogLines({ lines }: { lines: readonly Line[] }) {
  const t = useTranslations("functions.logs.level");
  const locale = useLocale();
  const time = new Intl.DateTimeFormat(locale, {
    ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
    hourCycle: "h23",
  });
  return (
    <ol className="font-mono text-xs/5">
      {lines.map(({ at, level, text }, place) => (
        <li key={`${place}-${at}`} className="flex gap-3">
          <time dateTime={new Date(at).toISOString()} className="shrink-0 text-muted">
            {time.format(at)}
          </time>
          <span className={`w-14 shrink-0 ${colours[level]}`}>{t(level)}</span>
          <span className="min-w-0 whitespace-pre-wrap wrap-anywhere">{text}</span>
        </li>
      ))}
    </ol>
  );
}
