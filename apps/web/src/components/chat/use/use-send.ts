import type { Content } from "@parley/core";
import { useCallback } from "react";
import { isRunning } from "../state/predicates.ts";
import { useChat } from "./chat-context.tsx";
import { writeLastModel } from "./last-model.ts";
import { usePage } from "./page-context.tsx";
import { useChatListChange } from "./use-chat-list.ts";
import { useProblemToast } from "./use-problem-toast.ts";

export type Send = (
  content: Content,
  options?: { parentId?: string | null },
) => Promise<"sent" | "failed" | "no-model">;

/** Sends a question to the chosen model; asks for a model where none is chosen. */
export function useSend(): Send {
  const { session, model, setPickerOpen } = useChat();
  const { openChat } = usePage();
  const { add } = useChatListChange();
  const onProblem = useProblemToast();
  return useCallback(
    async (content, options = {}) => {
      if (isRunning(session.state())) return "failed";
      if (!model?.available) {
        setPickerOpen(true);
        return "no-model";
      }
      const isFirst = session.state().phase === "new";
      try {
        const { chat } = await session.send({ content, model: model.id, ...options });
        add({ ...chat, running: true });
        writeLastModel(model.id);
        if (isFirst) openChat(chat.id);
        return "sent";
      } catch (error) {
        onProblem(error);
        return "failed";
      }
    },
    [session, model, setPickerOpen, openChat, add, onProblem],
  );
}
