import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "#lib/trpc.ts";
import type { ListedChat } from "../state/types.ts";
import { useChatListChange } from "./use-chat-list.ts";
import { useProblemToast } from "./use-problem-toast.ts";

/** Renames and pins at once; puts it back when the server refuses. */
export function useChatChange() {
  const trpc = useTRPC();
  const { put, refresh } = useChatListChange();
  const onProblem = useProblemToast();
  const onError = (error: unknown) => {
    onProblem(error);
    refresh();
  };
  const { mutate: rename } = useMutation(trpc.chats.rename.mutationOptions({ onError }));
  const { mutate: pin } = useMutation(trpc.chats.pin.mutationOptions({ onError }));
  return {
    rename(chat: ListedChat, title: string) {
      put({ ...chat, title });
      rename({ chatId: chat.id, title });
    },
    pin(chat: ListedChat, pinned: boolean) {
      put({ ...chat, pinned });
      pin({ chatId: chat.id, pinned });
    },
  };
}
