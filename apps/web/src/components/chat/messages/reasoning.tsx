"use client";

import { parleyMetadataOf } from "@parley/core";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { Blocks } from "../markdown/blocks.tsx";
import { type BlockView, blocksOf } from "../markdown/text-stream.ts";
import type { BranchMessage } from "../state/types.ts";

/** What a model thought before it answered, where it said so. */
export function Reasoning({ message }: { message: BranchMessage }) {
  const text = parleyMetadataOf(message.metadata).reasoning ?? "";
  const view = useMemo(() => blocksOf(text), [text]);
  return text === "" ? null : <ReasoningBlock view={view} isThinking={false} />;
}

type ReasoningBlockProps = { view: BlockView; isThinking: boolean };

/** Folded until it is asked for; its text is rendered only then. */
export function ReasoningBlock({ view, isThinking }: ReasoningBlockProps) {
  const t = useTranslations("chat.reasoning");
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="group/thought mb-2"
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      data-testid="reasoning"
    >
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1 rounded-sm text-note text-muted hover:text-text">
        <ChevronRight
          size={16}
          strokeWidth={1.75}
          aria-hidden
          className="transition-transform group-open/thought:rotate-90 rtl:-scale-x-100"
        />
        {isThinking ? t("thinking") : t("thought")}
      </summary>
      {isOpen ? (
        <div className="mt-2 border-s-2 border-line ps-4 text-muted">
          <Blocks view={view} isStreaming={isThinking} />
        </div>
      ) : null}
    </details>
  );
}
