"use client";

import { parleyMetadataOf, textOf } from "@parley/core";
import { CircleX, Play, RotateCcw, Square, Unplug } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { canContinue, canRegenerate } from "../state/predicates.ts";
import type { BranchMessage } from "../state/types.ts";
import { useChat, useChatState } from "../use/chat-context.tsx";
import { useMessageActions } from "./use-message-actions.ts";

const marks = {
  stopped: { icon: Square, colour: "text-muted" },
  interrupted: { icon: Unplug, colour: "text-caution" },
  error: { icon: CircleX, colour: "text-broken" },
} as const;

/** How an answer ended that did not end by itself, and how to go on. */
export function Outcome({ message }: { message: BranchMessage }) {
  const t = useTranslations("chat.outcome");
  const { session } = useChat();
  const state = useChatState(session);
  const actions = useMessageActions(message);
  if (message.status === "done" || message.status === "streaming") return null;
  const { icon: Icon, colour } = marks[message.status];
  const cause = parleyMetadataOf(message.metadata).error?.message;
  const hasText = textOf(message.content) !== "";
  return (
    <div
      data-testid="outcome"
      className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line bg-surface px-3 py-2 text-sm"
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden className={`shrink-0 ${colour}`} />
      <div className="min-w-40 flex-1 wrap-anywhere">
        <p className="font-medium">{t(message.status)}</p>
        {message.status === "error" && cause !== undefined ? (
          <p className="text-muted">{cause}</p>
        ) : null}
      </div>
      <div className="flex gap-1">
        {hasText && canContinue(state, message) ? (
          <Button look="quiet" size="sm" onPress={actions.resume}>
            <Play size={16} strokeWidth={1.75} aria-hidden />
            {t("continue")}
          </Button>
        ) : null}
        {message.status === "error" && canRegenerate(state, message) ? (
          <Button look="quiet" size="sm" onPress={actions.regenerate}>
            <RotateCcw size={16} strokeWidth={1.75} aria-hidden />
            {t("retry")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
