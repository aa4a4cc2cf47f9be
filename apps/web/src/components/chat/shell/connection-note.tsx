"use client";

import { WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useSocketState } from "#lib/use-server-event.ts";

/** A connection that comes back within this time is not worth a word, in milliseconds. */
const patienceMs = 2500;

/** Says that the page is on its own, once that lasts. */
export function ConnectionNote() {
  const t = useTranslations("chat.connection");
  const isAway = useSocketState() === "disconnected";
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isAway) return;
    const timer = setTimeout(() => setLong(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isAway]);
  if (!isAway || !isLong) return null;
  return (
    <p
      role="status"
      className="mx-auto mb-2 flex max-w-3xl items-center gap-2 px-1 text-note text-muted"
    >
      <WifiOff size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-caution" />
      {t("away")}
    </p>
  );
}
