"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import type { ListedChat } from "../state/types.ts";
import { usePage } from "../use/page-context.tsx";
import { useChatListChange } from "../use/use-chat-list.ts";

type DeleteChatProps = { chat: ListedChat; onClose: () => void };

/** Asks by name before a chat goes; the open one leaves to a new chat. */
export function DeleteChat({ chat, onClose }: DeleteChatProps) {
  const t = useTranslations("chat.sidebar");
  const trpc = useTRPC();
  const problemText = useProblemText();
  const { remove } = useChatListChange();
  const { chatId, openNew } = usePage();
  const { mutate, isPending, error } = useMutation(
    trpc.chats.remove.mutationOptions({
      onSuccess() {
        remove(chat.id);
        if (chat.id === chatId) openNew();
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t("deleteTitle", { title: chat.title })}
      consequence={t("deleteBody")}
      confirmLabel={t("delete")}
      onConfirm={() => mutate({ chatId: chat.id })}
      isPending={isPending}
      error={error === null ? undefined : problemText(error)}
    />
  );
}
