"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { useChat, useChatState } from "../use/chat-context.tsx";
import { useBackCloses } from "../use/use-back-closes.ts";
import { useMedia, wide } from "../use/use-media.ts";
import { Facts } from "./facts.tsx";
import { Fields } from "./fields.tsx";
import { Why } from "./why.tsx";

/** What is known about a message: beside the conversation where there is room, else over it. */
export function Details() {
  const isWide = useMedia(wide);
  return isWide ? <DetailsColumn /> : <DetailsSheet />;
}

function DetailsColumn() {
  const t = useTranslations("chat.details");
  const { showDetails } = useChat();
  const panel = useRef<HTMLElement>(null);
  // Focus goes back to where the panel was opened from.
  useEffect(() => {
    const opener = document.activeElement;
    panel.current?.focus();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={t("title")}
      data-testid="details"
      onKeyDown={(event) => {
        if (event.key === "Escape") showDetails(null);
      }}
      className="flex w-80 shrink-0 flex-col border-s border-line outline-none"
    >
      <div className="flex h-12 shrink-0 items-center justify-between ps-4 pe-2">
        <h2 className="text-sm font-semibold">{t("title")}</h2>
        <IconButton name={t("close")} onPress={() => showDetails(null)}>
          <X size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-6">
        <DetailsContent />
      </div>
    </aside>
  );
}

function DetailsSheet() {
  const t = useTranslations("chat.details");
  const { showDetails } = useChat();
  const close = () => showDetails(null);
  useBackCloses(true, close);
  return (
    <SidePanel title={t("title")} isOpen onOpenChange={close}>
      <DetailsContent />
    </SidePanel>
  );
}

function DetailsContent() {
  const t = useTranslations("chat.details");
  const { session, detailsId } = useChat();
  const { messages } = useChatState(session);
  const message = messages.find((one) => one.id === detailsId);
  if (message === undefined) return <p className="text-note text-muted">{t("gone")}</p>;
  return (
    <div className="flex flex-col gap-6" data-testid="details-content">
      <Why metadata={message.metadata} />
      <Facts message={message} />
      <Fields metadata={message.metadata} />
    </div>
  );
}
