import type { ChatListPage, ListedChat } from "./types.ts";

/** The sidebar's list as it was loaded, page by page. */
export type ListPages = { pages: ChatListPage[]; pageParams: (string | null)[] };

/** Pinned first, then newest first. */
function order(a: ListedChat, b: ListedChat): number {
  return Number(b.pinned) - Number(a.pinned) || b.updatedAt - a.updatedAt;
}

/**
 * The list after a chat changed or appeared. A chat whose place is beyond what is loaded leaves the
 * list: it comes again with its page.
 */
export function withChat(list: ListPages, chat: ListedChat): ListPages {
  const known = list.pages.flatMap((page) => page.chats).find((other) => other.id === chat.id);
  const inPlace = known && known.pinned === chat.pinned && known.updatedAt === chat.updatedAt;
  if (inPlace) {
    return mapPages(list, (chats) => chats.map((other) => (other.id === chat.id ? chat : other)));
  }
  const without = withoutChat(list, chat.id);
  const isComplete = without.pages.at(-1)?.nextCursor == null;
  let placed = false;
  const pages = without.pages.map((page, index) => {
    if (placed) return page;
    const at = page.chats.findIndex((other) => order(chat, other) <= 0);
    const isEnd = index === without.pages.length - 1 && isComplete;
    if (at === -1 && !isEnd) return page;
    placed = true;
    return { ...page, chats: page.chats.toSpliced(at === -1 ? page.chats.length : at, 0, chat) };
  });
  return { ...without, pages };
}

/** The list with a chat that was just begun; a chat that is listed already stays as the events made it. */
export function withNewChat(list: ListPages, chat: ListedChat): ListPages {
  const isListed = list.pages.some((page) => page.chats.some((other) => other.id === chat.id));
  return isListed ? list : withChat(list, chat);
}

export function withoutChat(list: ListPages, chatId: string): ListPages {
  return mapPages(list, (chats) => chats.filter((chat) => chat.id !== chatId));
}

function mapPages(list: ListPages, change: (chats: ListedChat[]) => ListedChat[]): ListPages {
  return { ...list, pages: list.pages.map((page) => ({ ...page, chats: change(page.chats) })) };
}
