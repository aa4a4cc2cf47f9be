"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "./icon-button.tsx";
import { notify } from "./toast.tsx";

/** Copies `text`, and says so in its own place. */
export function CopyButton({ text, name }: { text: string; name?: string }) {
  const t = useTranslations("common");
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      notify({ title: t("copyFailed"), tone: "broken" });
    }
  };
  return (
    <IconButton
      name={copied ? t("copied") : (name ?? t("copy"))}
      onPress={copy}
      onHoverEnd={() => setCopied(false)}
      onBlur={() => setCopied(false)}
    >
      {copied ? (
        <Check size={16} strokeWidth={1.75} aria-hidden className="text-good" />
      ) : (
        <Copy size={16} strokeWidth={1.75} aria-hidden />
      )}
    </IconButton>
  );
}
