"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

/** A wait shorter than this is not worth a number, in milliseconds. */
const patienceMs = 2000;

/** How long an answer has been running, from the third second on. */
export function Elapsed({ since }: { since: number }) {
  const t = useTranslations("chat.messages");
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const elapsed = now - since;
  if (elapsed < patienceMs) return null;
  return (
    <span className="shrink-0 tabular-nums" data-testid="elapsed">
      {t("seconds", { seconds: Math.floor(elapsed / 1000) })}
    </span>
  );
}
