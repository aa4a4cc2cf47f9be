"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { BranchMessage } from "../state/types.ts";
import { Editor } from "./editor.tsx";
import { Parts } from "./parts.tsx";
import { Toolbar } from "./toolbar.tsx";

/** What the person said: a small tinted block at the right. */
export function Question({ message }: { message: BranchMessage }) {
  const t = useTranslations("chat.messages");
  const [isEditing, setEditing] = useState(false);
  if (isEditing) return <Editor message={message} onEnd={() => setEditing(false)} />;
  return (
    <div className="flex flex-col items-end gap-1">
      <h2 className="sr-only">{t("question")}</h2>
      <div className="max-w-[min(100%,36rem)] rounded-lg bg-tint px-4 py-2 text-base whitespace-pre-wrap wrap-anywhere">
        <Parts content={message.content} />
      </div>
      <Toolbar message={message} align="end" onEdit={() => setEditing(true)} />
    </div>
  );
}
