"use client";

import { parleyMetadataOf, textOf } from "@parley/core";
import { CircleX, Hand, Play, RotateCcw, Square, Unplug } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { canContinue, canRegenerate } from "../state/predicates.ts";
import type { BranchMessage } from "../state/types.ts";
import { useChat, useChatState } from "../use/chat-context.tsx";
import { useMessageActions } from "./use-message-actions.ts";

/** How an answer ended that did not end by itself, and how to go on. */
export function Outcome({ message }: { message: BranchMessage }) {
  const t = useTranslations("chat.outcome");
  switch (message.status) {
    case "done":
    case "streaming":
      return null;
    case "error":
      return parleyMetadataOf(message.metadata).error?.code === "filter_refused" ? (
        <Verdict message={message} />
      ) : (
        <Failure message={message} />
      );
    case "stopped":
    case "interrupted": {
      const Icon = message.status === "stopped" ? Square : Unplug;
      return (
        <div className="flex min-h-8 items-center gap-2 text-note text-muted" data-testid="outcome">
          <Icon size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
          {t(message.status)}
          <Continue message={message} />
        </div>
      );
    }
  }
}

/** A filter said no, in a sentence for whoever asked; nothing is broken. */
function Verdict({ message }: { message: BranchMessage }) {
  const t = useTranslations("chat.outcome");
  const { session } = useChat();
  const state = useChatState(session);
  const { regenerate } = useMessageActions(message);
  const sentence = parleyMetadataOf(message.metadata).error?.message ?? t("refused");
  return (
    <div
      role="status"
      data-testid="outcome"
      className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line bg-surface px-3 py-2 text-sm"
    >
      <Hand size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-muted" />
      <div className="min-w-40 flex-1 wrap-anywhere">
        <p className="whitespace-pre-line">{sentence}</p>
        <p className="text-muted">{t("refusedHint")}</p>
      </div>
      {canRegenerate(state, message) ? (
        <Button look="quiet" size="sm" onPress={regenerate}>
          <RotateCcw size={16} strokeWidth={1.75} aria-hidden />
          {t("retry")}
        </Button>
      ) : null}
    </div>
  );
}

/** Why it failed; what had come is above it. */
function Failure({ message }: { message: BranchMessage }) {
  const t = useTranslations("chat.outcome");
  const { session } = useChat();
  const state = useChatState(session);
  const { regenerate } = useMessageActions(message);
  const cause = parleyMetadataOf(message.metadata).error?.message;
  return (
    <div
      role="alert"
      data-testid="outcome"
      className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line bg-surface px-3 py-2 text-sm"
    >
      <CircleX size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-broken" />
      <div className="min-w-40 flex-1 wrap-anywhere">
        <p className="font-medium">{t("error")}</p>
        {cause === undefined ? null : <p className="text-muted">{cause}</p>}
      </div>
      <div className="flex gap-1">
        <Continue message={message} />
        {canRegenerate(state, message) ? (
          <Button look="quiet" size="sm" onPress={regenerate}>
            <RotateCcw size={16} strokeWidth={1.75} aria-hidden />
            {t("retry")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** Goes on after the text that is there. */
function Continue({ message }: { message: BranchMessage }) {
  const t = useTranslations("chat.outcome");
  const { session } = useChat();
  const state = useChatState(session);
  const { resume } = useMessageActions(message);
  if (textOf(message.content) === "" || !canContinue(state, message)) return null;
  return (
    <Button look="quiet" size="sm" onPress={resume}>
      <Play size={16} strokeWidth={1.75} aria-hidden />
      {t("continue")}
    </Button>
  );
}
