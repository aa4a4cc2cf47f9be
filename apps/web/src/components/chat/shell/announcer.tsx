"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { streamingOf } from "../state/branch.ts";
import { modelNameOf } from "../state/predicates.ts";
import { useChat, useChatState } from "../use/chat-context.tsx";

/** Tells screen readers once that an answer began, and once how it ended; never its words. */
export function Announcer() {
  const t = useTranslations("chat");
  const { session, models } = useChat();
  const { messages } = useChatState(session);
  const [followedId, setFollowedId] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const running = streamingOf(messages);

  useEffect(() => {
    if (running !== undefined && running.id !== followedId) {
      setFollowedId(running.id);
      const name = modelNameOf(running, models.models) ?? t("messages.answerUnknown");
      setSaid(t("announce.running", { model: name }));
    } else if (running === undefined && followedId !== null) {
      const ended = messages.find((message) => message.id === followedId);
      setFollowedId(null);
      if (ended !== undefined && ended.status !== "streaming")
        setSaid(t(`announce.${ended.status}`));
    }
  }, [t, running, followedId, messages, models]);

  return (
    <div role="status" aria-live="polite" className="sr-only" data-testid="announcer">
      {said}
    </div>
  );
}
