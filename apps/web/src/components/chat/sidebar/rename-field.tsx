"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";

type RenameFieldProps = {
  title: string;
  /** With the new title, or null when it stays. */
  onEnd: (title: string | null) => void;
};

/** A chat's title in the place where it stands. Enter and leaving keep it, Escape does not. */
export function RenameField({ title, onEnd }: RenameFieldProps) {
  const t = useTranslations("chat.sidebar");
  const [value, setValue] = useState(title);
  const field = useRef<HTMLInputElement>(null);
  const hasEnded = useRef(false);
  useEffect(() => {
    // The menu that led here gives its focus back first.
    const timer = setTimeout(() => field.current?.select(), 0);
    return () => clearTimeout(timer);
  }, []);
  const end = (isKept: boolean) => {
    if (hasEnded.current) return;
    hasEnded.current = true;
    const next = value.trim();
    onEnd(isKept && next !== "" && next !== title ? next : null);
  };
  return (
    <input
      ref={field}
      aria-label={t("renameLabel")}
      value={value}
      maxLength={200}
      autoComplete="off"
      onChange={(event) => setValue(event.target.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") end(true);
        else if (event.key === "Escape") {
          event.stopPropagation();
          end(false);
        }
      }}
      className="h-9 w-full rounded-md border border-accent bg-surface px-2 text-base outline-none md:text-sm"
    />
  );
}
