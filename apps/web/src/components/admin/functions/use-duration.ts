import { useLocale, useTranslations } from "next-intl";

/** A time in the unit that it is read best in. */
export function useDuration(): (ms: number) => string {
  const t = useTranslations("functions");
  const locale = useLocale();
  return (ms) => {
    if (ms >= 1_000) {
      const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
      return t("seconds", { seconds: number.format(ms / 1_000) });
    }
    const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });
    return t("ms", { ms: number.format(ms) });
  };
}
