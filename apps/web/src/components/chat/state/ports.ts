import type { FilterSwitches } from "@parley/core";
import type { Rating } from "./rating.ts";
import type {
  BranchMessage,
  OlderMessages,
  OpenedChat,
  RegenerateInput,
  SendInput,
  SendResult,
  ServerEvent,
  TurnOpened,
  WatchReply,
  WatchRequest,
} from "./types.ts";

/** What a chat on the page needs of the server. */
export interface ChatServer {
  open(chatId: string, limit: number): Promise<OpenedChat>;
  older(input: { chatId: string; beforeId: string; limit: number }): Promise<OlderMessages>;
  showBranch(input: { chatId: string; messageId: string; limit: number }): Promise<OpenedChat>;
  send(input: SendInput): Promise<SendResult>;
  regenerate(input: RegenerateInput): Promise<TurnOpened>;
  /** `model`: what answered before. */
  resume(input: {
    chatId: string;
    messageId: string;
    model: string | null;
    filters: FilterSwitches;
  }): Promise<TurnOpened>;
  stop(input: { chatId: string; messageId: string }): Promise<{ stopped: boolean }>;
  edit(input: {
    chatId: string;
    messageId: string;
    content: BranchMessage["content"];
  }): Promise<unknown>;
  /** 1: good, -1: not; null takes it back. */
  rate(input: { chatId: string; messageId: string; rating: Rating | null }): Promise<unknown>;
  remove(input: { chatId: string; messageId: string }): Promise<unknown>;
  removeTag(input: { chatId: string; tag: string }): Promise<unknown>;
  setModel(input: { chatId: string; model: string }): Promise<unknown>;
  setFilters(input: { chatId: string; filters: FilterSwitches }): Promise<unknown>;

  /** Whether a call was refused because the chat is not there, or not this person's. */
  isNotFound(error: unknown): boolean;

  /** Joins the chat's events; rejects while there is no connection. */
  watch(request: WatchRequest): Promise<WatchReply>;
  unwatch(chatId: string): void;
  /** Calls back for every event of the server, in order; returns the unsubscribe. */
  onEvent(listener: (event: ServerEvent) => void): () => void;
  /** Calls back whenever the connection came (again); at once when it is there. Returns the unsubscribe. */
  onConnected(listener: () => void): () => void;
}

export type SessionOptions = {
  /** Messages read when a chat is opened, and with every older page. */
  pageSize?: number;
  /** After how many milliseconds a watch request that failed is repeated. */
  watchRetryMs?: number;
  now: () => number;
  /** Runs a task after some milliseconds; the returned function cancels it. */
  after: (ms: number, task: () => void) => () => void;
  newId: () => string;
  /** Gathers what happened to a running answer until it is shown. */
  schedule: (task: () => void) => void;
  /** What is chosen for switchable filters in a chat that is not stored yet. */
  filters?: FilterSwitches;
  /** Told of failures that have no place of their own on the page. */
  onProblem: (error: unknown) => void;
};
