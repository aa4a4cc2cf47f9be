"use client";

import { useLocale } from "next-intl";
import { dateText, fullDateText } from "#lib/date-text.ts";

/** A moment in the reader's own words and time zone; the whole of it on hover. */
export function DateText({ at }: { at: number }) {
  const locale = useLocale();
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={fullDateText(at, locale)}
      suppressHydrationWarning
    >
      {dateText(at, { locale, now: Date.now() })}
    </time>
  );
}
