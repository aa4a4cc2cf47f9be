"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, useState } from "react";
import { ListError } from "#components/ui/list-states.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { type DateGroup, groupByDate } from "../state/date-groups.ts";
import type { ListedChat } from "../state/types.ts";
import { useChatList } from "../use/use-chat-list.ts";
import { ChatRow } from "./chat-row.tsx";
import { DeleteChat } from "./delete-chat.tsx";

const rowHeight = 36;
const headingHeight = 34;
/** Rows before the end at which the next page is asked for. */
const ahead = 15;

/** All chats, or those whose title or tags match, by date. Only the rows in sight are in the page. */
export function ChatList({ search }: { search: string }) {
  const t = useTranslations("chat.sidebar");
  const groupName = useGroupName();
  const { chats, isPending, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useChatList(search);
  const rows = useMemo(() => groupByDate(chats, Date.now()), [chats]);
  const [asked, setAsked] = useState<ListedChat | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.type === "heading" ? headingHeight : rowHeight),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
  });
  const shown = virtualizer.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastShown >= rows.length - ahead)
      void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastShown, rows.length]);
  // The sizes of rows go by their kind, and kinds move with the rows.
  useEffect(() => virtualizer.measure(), [virtualizer, rows]);

  if (isPending) return <ListLoading />;
  if (error !== null && chats.length === 0) {
    return (
      <div className="flex-1 px-2">
        <ListError error={error} onRetry={refetch} />
      </div>
    );
  }
  if (rows.length === 0) {
    return (
      <p className="flex-1 px-4 py-2 text-note text-muted">
        {search === "" ? t("empty") : t("noMatch")}
      </p>
    );
  }
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2">
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {shown.map(({ index, key, start, size }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const style = { height: size, transform: `translateY(${start}px)` };
          return (
            <li key={key} className="absolute inset-x-0 top-0" style={style}>
              {row.type === "heading" ? (
                <h2 className="px-2 pt-3 text-xs font-medium text-muted">{groupName(row.group)}</h2>
              ) : (
                <ChatRow chat={row.item} onDelete={() => setAsked(row.item)} />
              )}
            </li>
          );
        })}
      </ul>
      {isFetchingNextPage ? <p className="sr-only">{t("more")}</p> : null}
      {asked === null ? null : <DeleteChat chat={asked} onClose={() => setAsked(null)} />}
    </div>
  );
}

function ListLoading() {
  return (
    <div aria-hidden className="flex flex-1 flex-col gap-1 overflow-hidden px-2 pt-9">
      {["w-40", "w-52", "w-32", "w-44", "w-48", "w-36"].map((width) => (
        <div key={width} className="flex h-9 items-center px-2">
          <Skeleton className={`h-3.5 ${width}`} />
        </div>
      ))}
    </div>
  );
}

function useGroupName(): (group: DateGroup) => string {
  const t = useTranslations("chat.sidebar.group");
  const locale = useLocale();
  return (group) => {
    if (group.kind !== "months") return t(group.kind);
    const sameYear = new Date(group.start).getFullYear() === new Date().getFullYear();
    return new Intl.DateTimeFormat(locale, {
      month: "long",
      ...(sameYear ? {} : { year: "numeric" }),
    }).format(group.start);
  };
}
