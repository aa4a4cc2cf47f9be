import { usePathname } from "next/navigation";
import { useCallback, useState } from "react";
import { chatIdOf } from "./chat-path.ts";
import { newId } from "./new-id.ts";
import { isOverlayEntry } from "./use-back-closes.ts";

export type Address = {
  /** The chat that the address names; null at the new chat. */
  openId: string | null;
  /** The id that a new chat will have. */
  draftId: string;
  /** The address names something that can't be a chat. */
  isWrong: boolean;
  openChat(chatId: string): void;
  openNew(): void;
};

/** Which chat the address names. Moving between chats changes it without loading a page. */
export function useAddress(): Address {
  const pathname = usePathname();
  const openId = chatIdOf(pathname);
  const [draftId, setDraftId] = useState(newId);
  // The new chat has become a stored one: the next new chat is another.
  if (openId === draftId) setDraftId(newId());
  const openChat = useCallback((chatId: string) => goTo(`/c/${chatId}`), []);
  const openNew = useCallback(() => goTo("/"), []);
  return { openId, draftId, isWrong: openId === null && pathname !== "/", openChat, openNew };
}

function goTo(path: string): void {
  if (isOverlayEntry()) window.history.replaceState(null, "", path);
  else if (window.location.pathname !== path) window.history.pushState(null, "", path);
}
