"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "#components/ui/icon-button.tsx";
import { placeOf } from "../state/predicates.ts";
import type { BranchMessage } from "../state/types.ts";
import { useMessageActions } from "./use-message-actions.ts";

/** Arrows between a message's versions: ‹ 1 / 2 ›. */
export function Versions({ message }: { message: BranchMessage }) {
  const t = useTranslations("chat.actions");
  const actions = useMessageActions(message);
  const place = placeOf(message);
  if (place === null) return null;
  return (
    <div className="flex items-center" data-testid="versions">
      <IconButton
        name={t("previous")}
        isDisabled={place.place === 1}
        onPress={() => actions.showSibling(-1)}
        className="size-7 min-w-7"
      >
        <ChevronLeft size={16} strokeWidth={1.75} aria-hidden className="rtl:-scale-x-100" />
      </IconButton>
      <span className="text-note text-muted tabular-nums">
        <span className="sr-only">{t("placeLabel", place)}</span>
        <span aria-hidden>{t("place", place)}</span>
      </span>
      <IconButton
        name={t("next")}
        isDisabled={place.place === place.count}
        onPress={() => actions.showSibling(1)}
        className="size-7 min-w-7"
      >
        <ChevronRight size={16} strokeWidth={1.75} aria-hidden className="rtl:-scale-x-100" />
      </IconButton>
    </div>
  );
}
