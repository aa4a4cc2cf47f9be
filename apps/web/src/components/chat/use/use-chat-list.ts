import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { useTRPC } from "#lib/trpc.ts";
import { useServerEvent, useServerSocket } from "#lib/use-server-event.ts";
import { type ListPages, withChat, withNewChat, withoutChat } from "../state/chat-list.ts";
import type { ListedChat } from "../state/types.ts";
import { readAgain, readAgainIfReading } from "./read-again.ts";

const pageSize = 50;

function useListOptions(search: string) {
  const trpc = useTRPC();
  return trpc.chats.list.infiniteQueryOptions(
    { limit: pageSize, ...(search === "" ? {} : { search }) },
    { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
  );
}

/** The sidebar's chats: loaded page by page, kept true by the server's events. */
export function useChatList(search: string) {
  const query = useInfiniteQuery(useListOptions(search));
  const chats = useMemo(() => query.data?.pages.flatMap((page) => page.chats) ?? [], [query.data]);
  return { ...query, chats };
}

export type ChatListChange = {
  put(chat: ListedChat): void;
  /** A chat that was just begun; the events tell the rest. */
  add(chat: ListedChat): void;
  remove(chatId: string): void;
  /** Reads all of it again. */
  refresh(): void;
  /** The same, if it is being read: what comes may be older than what was heard since it was asked for. */
  refreshIfReading(): void;
};

/** Changes to the list as it is shown, before or without the server's own word. */
export function useChatListChange(): ChatListChange {
  const queryClient = useQueryClient();
  const trpc = useTRPC();
  const { queryKey } = useListOptions("");
  const filter = trpc.chats.list.infiniteQueryFilter();
  return useMemo(() => {
    const change = (next: (list: ListPages) => ListPages) => {
      queryClient.setQueryData(queryKey, (data) => (data === undefined ? data : next(data)));
    };
    return {
      put: (chat) => change((list) => withChat(list, chat)),
      add: (chat) => change((list) => withNewChat(list, chat)),
      remove: (chatId) => change((list) => withoutChat(list, chatId)),
      refresh: () => void readAgain(queryClient, filter),
      refreshIfReading: () => void readAgainIfReading(queryClient, filter),
    };
  }, [queryClient, queryKey, filter]);
}

/**
 * Applies the server's events to the list, and reads it again once a connection is there: what happened
 * before, between the reading and the connection too, no event tells.
 */
export function useChatListEvents(): void {
  const { put, remove, refresh, refreshIfReading } = useChatListChange();
  const socket = useServerSocket();
  useServerEvent("chat-changed", ({ chat, running }) => {
    put({ ...chat, running });
    refreshIfReading();
  });
  useServerEvent("chat-removed", ({ chatId }) => {
    remove(chatId);
    refreshIfReading();
  });
  const onState = useCallback(() => {
    if (socket.state() === "connected") refresh();
  }, [socket, refresh]);
  useEffect(() => socket.onState(onState), [socket, onState]);
}
