const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;

type DateTextOptions = { locale: string; now: number; timeZone?: string };

/** `3 minutes ago`, `in 2 days`, then a date; the year only when it is another one. */
export function dateText(at: number, { locale, now, timeZone }: DateTextOptions): string {
  const difference = at - now;
  const distance = Math.abs(difference);
  if (distance < weekMs) {
    const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
    if (distance < minuteMs) return relative.format(0, "second");
    if (distance < hourMs) return relative.format(Math.trunc(difference / minuteMs), "minute");
    if (distance < dayMs) return relative.format(Math.trunc(difference / hourMs), "hour");
    return relative.format(Math.trunc(difference / dayMs), "day");
  }
  const zone = timeZone === undefined ? {} : { timeZone };
  const yearOf = new Intl.DateTimeFormat(locale, { year: "numeric", ...zone });
  const sameYear = yearOf.format(at) === yearOf.format(now);
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
    ...zone,
  }).format(at);
}

export function fullDateText(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" }).format(at);
}
