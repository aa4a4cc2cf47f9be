import type { JsonObject } from "./json.ts";
import type { Call, Complete, Emit, Fetch, Storage } from "./tools.ts";

export type FunctionUser<UserValves> = {
  id: string;
  name: string;
  email: string;
  role: string;
  /** What this person set for the function. */
  valves: UserValves;
};

export type FunctionModel = { id: string; name: string };

/** Where a request came from. */
export type RequestFacts = {
  /** "chat" for a stored chat, "api" for a caller without one, "action", or the name of a task. */
  caller: string;
  /** Milliseconds since 1970. */
  startedAt: number;
};

/**
 * What every handler may name. Only what a handler destructures is sent to it: one that never names
 * `user` never learns who asked.
 */
export type Context<Valves, UserValves> = {
  /** The function's own id. */
  id: string;
  /** What an admin set. */
  valves: Valves;
  user: FunctionUser<UserValves>;
  model: FunctionModel;
  /** `chat_id`, `message_id`, `session_id`, `filter_ids`, `task` and what the caller sent. */
  metadata: JsonObject;
  /** Empty when nothing is stored. */
  chatId: string;
  messageId: string;
  request: RequestFacts;
  /** Aborted when nobody wants the result any more. */
  signal: AbortSignal;
  emit: Emit;
  call: Call;
  fetch: Fetch;
  complete: Complete;
  storage: Storage;
};
