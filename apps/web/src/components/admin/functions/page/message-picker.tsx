"use client";

import { textOf } from "@parley/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ComboBox } from "#components/ui/combo-box.tsx";
import { ListError } from "#components/ui/list-states.tsx";
import { useTRPC } from "#lib/trpc.ts";

/** As many as the server gives at once. */
const mostChats = 100;
const mostMessages = 200;

/** A message is named by its beginning. */
const namedBy = 120;

type MessagePickerProps = {
  chatId: string | null;
  messageId: string | null;
  onChange: (chosen: { chatId: string; messageId: string | null }) => void;
};

/** A message out of one's own chats, the newest first. */
export function MessagePicker({ chatId, messageId, onChange }: MessagePickerProps) {
  const t = useTranslations("functions.try");
  const trpc = useTRPC();
  const chats = useQuery(trpc.chats.list.queryOptions({ limit: mostChats }, { staleTime: 0 }));
  const opened = useQuery(
    trpc.chats.open.queryOptions(
      { chatId: chatId ?? "", limit: mostMessages },
      { enabled: chatId !== null, staleTime: 0, gcTime: 0 },
    ),
  );
  const messages = (opened.data?.messages ?? []).toReversed().flatMap((message) => {
    const { id, role, content } = message;
    if (role !== "user" && role !== "assistant") return [];
    const text = textOf(content).replace(/\s+/g, " ").trim().slice(0, namedBy) || t("empty");
    return [{ id, label: t(role === "user" ? "you" : "answer", { text }) }];
  });
  const error = chats.error ?? opened.error;
  if (error) {
    const retry = () => Promise.all([chats.refetch(), opened.refetch()]);
    return <ListError error={error} onRetry={retry} />;
  }
  return (
    <>
      {/* Before a list is there, nothing may say that it is empty. */}
      {chats.data === undefined ? null : (
        <ComboBox
          label={t("chat")}
          description={t("chatHint")}
          noMatch={t("noChat")}
          options={chats.data.chats.map(({ id, title }) => ({ id, label: title }))}
          value={chatId}
          onChange={(id) => onChange({ chatId: id, messageId: null })}
        />
      )}
      {chatId === null || opened.data === undefined ? null : (
        <ComboBox
          key={chatId}
          label={t("pickMessage")}
          placeholder={t("choose")}
          noMatch={t("noMessages")}
          options={messages}
          value={messageId}
          onChange={(id) => onChange({ chatId, messageId: id })}
        />
      )}
    </>
  );
}
