import type { AnsweredBody, AnsweredMessage, Chunk, CompletionBody } from "../sdk/messages.ts";

/** A request with one message of a person. */
export function asked(text: string, more: Partial<CompletionBody> = {}): CompletionBody {
  return { model: "a-model", messages: [{ role: "user", content: text }], ...more };
}

/** A finished answer, with the question that it answers. */
export function answered(text: string, question = "A question"): AnsweredBody {
  return {
    model: "a-model",
    chat_id: "a-chat",
    session_id: "a-session",
    id: "the-answer",
    filter_ids: [],
    messages: [
      { id: "the-question", role: "user", content: question, timestamp: 1_700_000_000 },
      { id: "the-answer", role: "assistant", content: text, timestamp: 1_700_000_001 },
    ],
  };
}

/** The answer itself: the last message of the branch. */
export function answerOf({ messages }: AnsweredBody): AnsweredMessage {
  const answer = messages.at(-1);
  if (!answer) throw new Error("The branch has no messages.");
  return answer;
}

/** A piece of an answer. */
export function piece(text: string): Chunk {
  return {
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta: { content: text }, finish_reason: null }],
  };
}

/** The last piece of an answer, which has no text. */
export function lastPiece(): Chunk {
  return {
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta: {}, finish_reason: "stop" }],
  };
}

/** What a piece adds to the text. */
export function textOfPiece(chunk: Chunk): string {
  return chunk.choices?.[0]?.delta?.content ?? "";
}
