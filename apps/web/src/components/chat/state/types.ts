import type {
  BranchMessage,
  Content,
  FilterSwitches,
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

export type ExtendedEvent = Extract<ServerEvent, { type: "message-extended" }>;

export type OpenedChat = RouterOutputs["chats"]["open"];
export type ChatView = OpenedChat["chat"];
export type OlderMessages = RouterOutputs["chats"]["older"];
/** Beside what is sent, what is switched on: the port finds out what of it there is. */
export type SendInput = Omit<RouterInputs["turns"]["send"], "filterIds"> & {
  content: Content;
  filters: FilterSwitches;
};
export type SendResult = RouterOutputs["turns"]["send"];
export type ChatSummary = SendResult["chat"];
export type RegenerateInput = Omit<RouterInputs["turns"]["regenerate"], "filterIds"> & {
  filters: FilterSwitches;
};
export type TurnOpened = RouterOutputs["turns"]["regenerate"];
export type ModelInfo = RouterOutputs["models"]["list"]["models"][number];
export type ModelList = RouterOutputs["models"]["list"];
export type ModelFunctions = RouterOutputs["functions"]["forModel"];
export type SwitchableFilter = ModelFunctions["filters"][number];
export type ActionButton = ModelFunctions["actions"][number];
export type ListedChat = RouterOutputs["chats"]["list"]["chats"][number];
export type ChatListPage = RouterOutputs["chats"]["list"];

/** A stretch of the shown branch, oldest first; `hasMore`: older messages exist. */
export type Branch = { messages: readonly BranchMessage[]; hasMore: boolean };
