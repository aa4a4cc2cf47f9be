"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "./icon-button.tsx";
import { type Copied, useCopied } from "./use-copied.ts";

type CopyButtonProps = {
  name: string;
  /** Asked for when it is pressed. */
  copied: () => Copied;
  className?: string;
};

/** Copies, and shows a tick for two seconds. */
export function CopyButton({ name, copied, className = "" }: CopyButtonProps) {
  const t = useTranslations("common");
  const [isCopied, copy] = useCopied();
  const Icon = isCopied ? Check : Copy;
  return (
    <IconButton
      name={isCopied ? t("copied") : name}
      onPress={() => copy(copied())}
      className={className}
      data-copied={isCopied}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden className={isCopied ? "text-good" : ""} />
    </IconButton>
  );
}
