"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, useState } from "react";
import { DirectAnswers } from "#components/direct/direct-answers.tsx";
import { FunctionQuestions } from "#components/functions/function-questions.tsx";
import { leaveToSignIn } from "#lib/session.ts";
import { useTRPC, useTRPCClient } from "#lib/trpc.ts";
import { useServerEvent, useServerSocket } from "#lib/use-server-event.ts";
import { loadMessageList } from "../messages/load.ts";
import { Sidebar } from "../sidebar/sidebar.tsx";
import { createChatServer } from "../use/chat-server.ts";
import { PageContext, type PageValue } from "../use/page-context.tsx";
import { createSessions } from "../use/sessions.ts";
import { useAddress } from "../use/use-address.ts";
import { useChatListEvents } from "../use/use-chat-list.ts";
import { useProblemToast } from "../use/use-problem-toast.ts";
import { useViewportHeight } from "../use/use-viewport-height.ts";
import { Chat } from "./chat.tsx";
import { MissingChat } from "./missing-chat.tsx";

/** The chat page: the list of chats, and the chat that the address names. */
export function ChatApp({ person, hasSwitches }: Pick<PageValue, "person" | "hasSwitches">) {
  const t = useTranslations("chat");
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const socket = useServerSocket();
  const onProblem = useProblemToast();
  const [sessions] = useState(() =>
    createSessions(
      createChatServer(client, socket, {
        userId: person.id,
        functionsOf: (model) =>
          queryClient.ensureQueryData(trpc.functions.forModel.queryOptions({ model })),
      }),
      { onProblem, onRead: () => void loadMessageList().catch(onProblem) },
    ),
  );
  const { openId, draftId, isWrong, openChat, openNew } = useAddress();
  const chatId = openId ?? draftId;
  const session = sessions.get(chatId, openId === null);
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);

  useViewportHeight(frame);
  useChatListEvents();
  useServerEvent("session-ended", leaveToSignIn);
  useEffect(() => session.start(), [session]);

  const page = useMemo<PageValue>(
    () => ({
      ...{ person, hasSwitches, chatId, openChat, openNew, isDrawerOpen },
      openDrawer: () => setDrawerOpen(true),
      closeDrawer: () => setDrawerOpen(false),
    }),
    [person, hasSwitches, chatId, openChat, openNew, isDrawerOpen],
  );
  return (
    <PageContext value={page}>
      <div ref={frame} className="flex h-dvh overflow-hidden bg-page">
        <a
          href="#message"
          className="sr-only focus:not-sr-only focus:absolute focus:start-2 focus:top-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2 focus:shadow-float"
        >
          {t("skip")}
        </a>
        <DirectAnswers userId={person.id} />
        <FunctionQuestions />
        <Sidebar />
        {isWrong ? (
          <MissingChat />
        ) : (
          <Chat
            key={chatId}
            session={session}
            onGone={() => {
              sessions.forget(chatId);
              openNew();
            }}
          />
        )}
      </div>
    </PageContext>
  );
}
