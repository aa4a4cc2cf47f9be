"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useEffect, useState } from "react";
import { useFunctionNotes } from "#components/functions/use-function-notes.ts";
import { Composer } from "../composer/composer.tsx";
import { useMessageList } from "../messages/load.ts";
import type { ChatSession } from "../state/chat-session.ts";
import type { ChatState } from "../state/chat-state.ts";
import { ChatContext, type ChatValue, useChatState } from "../use/chat-context.tsx";
import { useModels } from "../use/use-models.ts";
import { useProblemToast } from "../use/use-problem-toast.ts";
import { Announcer } from "./announcer.tsx";
import { ConnectionNote } from "./connection-note.tsx";
import { FailedChat } from "./failed-chat.tsx";
import { Header } from "./header.tsx";
import { LoadingChat } from "./loading-chat.tsx";
import { MissingChat } from "./missing-chat.tsx";
import { Welcome } from "./welcome.tsx";

const Details = lazy(async () => {
  const loaded = await import("../details/details.tsx");
  return { default: loaded.Details };
});

type ChatProps = {
  session: ChatSession;
  /** The chat was deleted while it was open. */
  onGone: () => void;
};

/** One chat: its head, its messages, and the field for the next one. */
export function Chat({ session, onGone }: ChatProps) {
  const state = useChatState(session);
  const onProblem = useProblemToast();
  const models = useModels(session, onProblem);
  const [isPickerOpen, setPickerOpen] = useState(false);
  const [detailsId, showDetails] = useState<string | null>(null);
  const isGone = state.phase === "removed";

  useEffect(() => {
    if (isGone) onGone();
  }, [isGone, onGone]);
  useTitle(state.chat?.title ?? null);
  useFunctionNotes(state.chatId);

  const value: ChatValue = {
    session,
    ...models,
    isPickerOpen,
    setPickerOpen,
    detailsId,
    showDetails,
  };
  if (state.phase === "missing" || isGone) return <MissingChat />;
  return (
    <ChatContext value={value}>
      <main className="relative flex min-w-0 flex-1 flex-col">
        <Header />
        <ChatBody state={state} />
        <div className="shrink-0 px-3 pb-3 md:px-6 md:pb-5">
          <ConnectionNote />
          <Composer />
        </div>
        <Announcer />
      </main>
      {detailsId === null ? null : (
        <Suspense fallback={null}>
          <Details />
        </Suspense>
      )}
    </ChatContext>
  );
}

function ChatBody({ state }: { state: ChatState }) {
  const isLoading = state.phase === "loading";
  const isEmpty = !isLoading && state.messages.length === 0;
  const MessageList = useMessageList(!isEmpty);
  const isThere = !isLoading && MessageList !== null;
  // A stored chat is heavy to show first: a task of its own lets the page answer before it.
  const [isStored] = useState(isLoading);
  const [isItsTurn, setItsTurn] = useState(false);
  useEffect(() => {
    if (!isThere) return;
    const timer = setTimeout(() => setItsTurn(true));
    return () => clearTimeout(timer);
  }, [isThere]);
  const isShown = isThere && (isItsTurn || !isStored);
  if (state.phase === "failed") return <FailedChat problem={state.problem} />;
  if (isLoading) return <LoadingChat />;
  if (isEmpty) return <Welcome />;
  return !isShown || MessageList === null ? <LoadingChat /> : <MessageList />;
}

function useTitle(title: string | null): void {
  const t = useTranslations("chat");
  useEffect(() => {
    document.title = t("pageTitle", { title: title ?? t("untitled") });
  }, [t, title]);
}
