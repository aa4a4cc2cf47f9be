import type {
  BranchMessage,
  Content,
  RunningTurn,
  ServerEvent,
  WatchReply,
  WatchRequest,
} from "@parley/core";
import type { RouterInputs, RouterOutputs } from "#lib/trpc.ts";

export type { BranchMessage, RunningTurn, ServerEvent, WatchReply, WatchRequest };

export type TurnStartEvent = Extract<ServerEvent, { type: "turn-start" }>;
export type TurnDeltaEvent = Extract<ServerEvent, { type: "turn-delta" }>;
export type TurnEndEvent = Extract<ServerEvent, { type: "turn-end" }>;

export type OpenedChat = RouterOutputs["chats"]["open"];
export type ChatView = OpenedChat["chat"];
export type OlderMessages = RouterOutputs["chats"]["older"];
export type SendInput = RouterInputs["turns"]["send"] & { content: Content };
export type SendResult = RouterOutputs["turns"]["send"];
export type ChatSummary = SendResult["chat"];
export type RegenerateInput = RouterInputs["turns"]["regenerate"];
export type TurnOpened = RouterOutputs["turns"]["regenerate"];
export type ModelInfo = RouterOutputs["models"]["list"]["models"][number];
export type ModelList = RouterOutputs["models"]["list"];
export type ListedChat = RouterOutputs["chats"]["list"]["chats"][number];
export type ChatListPage = RouterOutputs["chats"]["list"];

/** A stretch of the shown branch, oldest first; `hasMore`: older messages exist. */
export type Branch = { messages: readonly BranchMessage[]; hasMore: boolean };
