import type { Json, JsonObject } from "./json.ts";

/** A message of a request, as OpenAI's Chat Completions have it. Other keys are kept as they are. */
export type ChatMessage = {
  role: string;
  content?: string | JsonObject[] | null;
  [key: string]: Json | undefined;
};

/** A request on its way to a model. Other keys (`temperature`, `tools`, …) are kept as they are. */
export type CompletionBody = {
  model: string;
  messages: ChatMessage[];
  stream?: boolean | null;
  [key: string]: Json | ChatMessage[] | undefined;
};

/** One piece of a streamed answer: `object: "chat.completion.chunk"`. */
export type Chunk = {
  choices?: {
    index?: number;
    delta?: {
      role?: string | null;
      content?: string | null;
      reasoning_content?: string | null;
      [key: string]: Json | undefined;
    };
    finish_reason?: string | null;
    [key: string]: unknown;
  }[];
  usage?: JsonObject | null;
  [key: string]: unknown;
};

/** A message of a finished branch. Keys that Parley does not know become custom fields of the message. */
export type AnsweredMessage = {
  id: string;
  role: string;
  /** The text. */
  content: string;
  /** Seconds since 1970. */
  timestamp?: number;
  usage?: JsonObject;
  [key: string]: Json | undefined;
};

/** A finished answer, last in `messages`, with the branch that it ends. */
export type AnsweredBody = {
  model: string;
  messages: AnsweredMessage[];
  chat_id: string;
  session_id: string;
  /** Of the answer. */
  id: string;
  filter_ids: string[];
  [key: string]: Json | AnsweredMessage[] | undefined;
};
