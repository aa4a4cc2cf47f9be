"use client";

import { createContext, use, useSyncExternalStore } from "react";
import type { ChatSession } from "../state/chat-session.ts";
import type { ChatState } from "../state/chat-state.ts";
import type { ModelInfo, ModelList } from "../state/types.ts";

/** The open chat, and what stands around it. */
export type ChatValue = {
  session: ChatSession;
  models: ModelList;
  modelsAreLoading: boolean;
  /** What the next question goes to; null when a person must choose. */
  model: ModelInfo | null;
  /** The chat's own model, when it is not there any more. */
  missingModel: string | null;
  chooseModel(modelId: string): void;
  isPickerOpen: boolean;
  setPickerOpen(isOpen: boolean): void;
  /** The message whose details are shown. */
  detailsId: string | null;
  showDetails(messageId: string | null): void;
};

export const ChatContext = createContext<ChatValue | null>(null);

export function useChat(): ChatValue {
  const chat = use(ChatContext);
  if (chat === null) throw new Error("useChat needs <Chat> above it.");
  return chat;
}

export function useChatState(session: ChatSession): ChatState {
  return useSyncExternalStore(session.subscribe, session.state, session.firstState);
}
