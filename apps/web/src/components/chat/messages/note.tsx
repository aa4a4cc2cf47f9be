"use client";

import { useTranslations } from "next-intl";
import type { BranchMessage } from "../state/types.ts";
import { Parts } from "./parts.tsx";

/** A message that neither side said: an instruction, or what a tool gave back. */
export function Note({ message }: { message: BranchMessage }) {
  const t = useTranslations("chat.messages");
  return (
    <details className="rounded-lg border border-line px-4 py-2 text-sm">
      <summary className="cursor-pointer text-muted">
        {message.role === "tool" ? t("tool") : t("system")}
      </summary>
      <div className="mt-2 whitespace-pre-wrap wrap-anywhere">
        <Parts content={message.content} />
      </div>
    </details>
  );
}
