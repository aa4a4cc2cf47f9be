"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useChat, useChatState } from "../use/chat-context.tsx";
import { Row } from "./row.tsx";
import { FollowContext, useFollow } from "./use-follow.ts";
import { useStayAtEnd } from "./use-stay-at-end.ts";

/** Before it is measured, a message counts this high, in pixels. */
const guessedHeight = 220;
/** Before it is measured, the view counts this high, in pixels. */
const guessedView = 800;
/** It scrolls, so that the keyboard must reach it. */
const reachable = { tabIndex: 0 };
/** Rows before the first at which older messages are asked for. */
const ahead = 12;

/** The conversation. Only what is in sight is in the page; older messages are read before they are reached. */
export function MessageList() {
  const t = useTranslations("chat.messages");
  const { session } = useChat();
  const { messages, branch, loadingOlder } = useChatState(session);
  const scroller = useRef<HTMLDivElement>(null);
  const follow = useFollow(scroller);
  const [isSettled, setSettled] = useState(false);
  const last = messages.at(-1);

  const virtualizer = useVirtualizer({
    count: messages.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => messages[index]?.id ?? index,
    estimateSize: () => guessedHeight,
    overscan: isSettled ? 4 : 1,
    // The first picture is the end of the conversation already.
    initialOffset: () => Math.max(0, messages.length * guessedHeight - guessedView),
    paddingStart: 12,
    paddingEnd: 16,
    initialRect: { width: guessedView, height: guessedView },
    // Who reads earlier messages keeps their place; who follows sees the end.
    anchorTo: "end",
    followOnAppend: follow.isFollowing,
    scrollEndThreshold: follow.isFollowing ? Number.MAX_SAFE_INTEGER : -1,
  });
  const shown = virtualizer.getVirtualItems();
  const firstShown = shown[0]?.index ?? 0;

  useLayoutEffect(() => virtualizer.scrollToEnd(), [virtualizer]);
  useStayAtEnd(scroller, follow);
  // What is out of sight can wait until the first picture is there.
  useEffect(() => {
    const frame = requestAnimationFrame(() => setSettled(true));
    return () => cancelAnimationFrame(frame);
  }, []);
  useEffect(() => follow.onToEnd(() => virtualizer.scrollToEnd()), [follow, virtualizer]);
  useEffect(() => {
    if (firstShown < ahead && branch.hasMore && !loadingOlder) void session.loadOlder();
  }, [session, firstShown, branch.hasMore, loadingOlder]);
  // A question of one's own brings the end into view.
  const newestQuestion = messages.findLast((message) => message.role === "user")?.id;
  const isOwn = session.state().pending?.messages.some(({ id }) => id === newestQuestion) ?? false;
  useLayoutEffect(() => {
    if (isOwn && newestQuestion !== undefined) follow.toEnd();
  }, [follow, isOwn, newestQuestion]);

  return (
    <FollowContext value={follow}>
      <div className="relative min-h-0 flex-1">
        <div
          ref={scroller}
          role="log"
          aria-live="off"
          aria-label={t("label")}
          aria-busy={loadingOlder}
          {...reachable}
          className="h-full overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none]"
          data-following={follow.isFollowing}
        >
          <div className="px-3 md:px-6">
            <div
              className="relative mx-auto max-w-3xl"
              style={{ height: virtualizer.getTotalSize() }}
            >
              {shown.map(({ index, key, start }) => {
                const message = messages[index];
                if (message === undefined) return null;
                return (
                  <div
                    key={key}
                    ref={virtualizer.measureElement}
                    data-index={index}
                    className="absolute inset-x-0 top-0 px-1 py-1.5 md:px-4"
                    style={{ transform: `translateY(${start}px)` }}
                  >
                    <Row message={message} isLast={message === last} />
                  </div>
                );
              })}
            </div>
          </div>
        </div>
        {follow.isFarFromEnd ? (
          <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
            <IconButton
              name={t("toEnd")}
              look="outline"
              placement="top"
              onPress={follow.toEnd}
              className="pointer-events-auto size-9 min-w-9 rounded-full border-line bg-raised shadow-float"
            >
              <ArrowDown size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </div>
        ) : null}
      </div>
    </FollowContext>
  );
}
