"use client";

import { Info } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { ModelPicker } from "../models/model-picker.tsx";
import { SidebarButton } from "../sidebar/sidebar-button.tsx";
import { useChat, useChatState } from "../use/chat-context.tsx";
import { Tags } from "./tags.tsx";

/** Who answers, what the chat is about, and what is known about the last answer. */
export function Header() {
  const t = useTranslations("chat");
  const { session, detailsId, showDetails } = useChat();
  const { chat, messages } = useChatState(session);
  const details = useRef<HTMLButtonElement>(null);
  const last = messages.findLast((message) => message.role === "assistant");
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-1 px-2 md:flex-nowrap md:px-3">
      <SidebarButton />
      {messages.length === 0 ? null : <h1 className="sr-only">{chat?.title ?? t("untitled")}</h1>}
      <div className="flex min-h-12 min-w-0 flex-1 items-center">
        <ModelPicker />
      </div>
      <Tags fallback={details} />
      {last === undefined ? null : (
        <IconButton
          ref={details}
          name={detailsId === null ? t("details.title") : t("details.close")}
          aria-expanded={detailsId !== null}
          onPress={() => showDetails(detailsId === null ? last.id : null)}
        >
          <Info size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      )}
    </header>
  );
}
