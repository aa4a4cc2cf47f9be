"use client";

import { parleyMetadataOf } from "@parley/core";
import { Info } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { LiveText } from "../state/live-text.ts";
import { pickedNameOf } from "../state/predicates.ts";
import type { BranchMessage } from "../state/types.ts";
import { useChat } from "../use/chat-context.tsx";
import { Elapsed } from "./elapsed.tsx";

type QuietLineProps = { message: BranchMessage; name: string | null; live: LiveText | undefined };

/** Who answered; how long it took, and when, for who looks. */
export function QuietLine({ message, name, live }: QuietLineProps) {
  const t = useTranslations("chat");
  const { showDetails } = useChat();
  const total = parleyMetadataOf(message.metadata).timing?.totalMs;
  const picked = pickedNameOf(message);
  const isRunning = message.status === "streaming";
  return (
    <div className="flex h-6 items-center gap-2 text-note text-muted">
      <span className="min-w-0 truncate" aria-hidden>
        {picked === null || name === null
          ? (name ?? t("messages.answerUnknown"))
          : t("messages.picked", { model: picked, arena: name })}
      </span>
      {isRunning ? (
        <Elapsed since={live?.startedAt ?? message.createdAt} />
      ) : (
        <span className="flex shrink-0 items-center gap-2 opacity-0 group-focus-within/message:opacity-100 group-hover/message:opacity-100 pointer-coarse:opacity-100">
          <When at={message.createdAt} />
          {total === undefined ? null : (
            <span className="tabular-nums">
              {t("messages.seconds", { seconds: secondsOf(total) })}
            </span>
          )}
          <IconButton
            name={t("actions.details")}
            onPress={() => showDetails(message.id)}
            className="size-6 min-w-6"
          >
            <Info size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </span>
      )}
    </div>
  );
}

/** The time of a message; its day too, when it is not today's. */
function When({ at }: { at: number }) {
  const locale = useLocale();
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  const text = new Intl.DateTimeFormat(locale, {
    ...(isToday ? {} : { dateStyle: "medium" }),
    timeStyle: "short",
  }).format(date);
  return (
    <time dateTime={date.toISOString()} className="tabular-nums">
      {text}
    </time>
  );
}

function secondsOf(ms: number): string {
  return (ms / 1000).toFixed(ms < 10_000 ? 1 : 0);
}
