"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import type { BranchMessage } from "../state/types.ts";
import { useMessageActions } from "./use-message-actions.ts";

type DeleteMessageProps = { message: BranchMessage; onClose: () => void };

/** Says how much goes with a message before it goes. */
export function DeleteMessage({ message, onClose }: DeleteMessageProps) {
  const t = useTranslations("chat.delete");
  const trpc = useTRPC();
  const problemText = useProblemText();
  const actions = useMessageActions(message);
  const { chatId, id: messageId } = message;
  const counted = useQuery(
    trpc.messages.countBelow.queryOptions({ chatId, messageId }, { staleTime: 0 }),
  );
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t("title")}
      consequence={
        counted.data === undefined ? t("counting") : t("body", { count: counted.data.count })
      }
      confirmLabel={t("confirm")}
      isPending={counted.isPending}
      onConfirm={() => {
        actions.remove();
        onClose();
      }}
      error={counted.error === null ? undefined : problemText(counted.error)}
    />
  );
}
