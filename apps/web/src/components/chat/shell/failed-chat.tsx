"use client";

import { CloudOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useProblemText } from "#lib/use-problem-text.ts";
import { useChat } from "../use/chat-context.tsx";

/** In place of a chat that could not be read. */
export function FailedChat({ problem }: { problem: unknown }) {
  const t = useTranslations();
  const problemText = useProblemText();
  const { session } = useChat();
  return (
    <div className="flex min-h-0 flex-1 flex-col justify-center">
      <EmptyState
        icon={CloudOff}
        level={1}
        title={t("chat.failed.title")}
        action={<Button onPress={() => session.reload()}>{t("common.retry")}</Button>}
      >
        {problemText(problem)}
      </EmptyState>
    </div>
  );
}
