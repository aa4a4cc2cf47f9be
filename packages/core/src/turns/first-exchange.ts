import { textOf } from "../chat/content.ts";
import type { Message } from "../chat/message.ts";
import type { ChatRepository } from "../ports/chats.ts";
import type { Turn } from "./running.ts";

const longestQuote = 2_000;

export type Exchange = { question: Message; answer: Message };

/** A chat's first question and the answer that the turn gave to it; null when the turn came later or said nothing. */
export async function firstExchange(turn: Turn, chats: ChatRepository): Promise<Exchange | null> {
  const branch = await chats.pathTo(turn.principal.userId, turn.chatId, turn.messageId);
  const [question, answer] = branch ?? [];
  if (!question || !answer || branch?.length !== 2 || textOf(answer.content) === "") return null;
  return { question, answer };
}

/** An exchange as a model is shown it. */
export function quoteExchange({ question, answer }: Exchange): string {
  const quote = (message: Message) => textOf(message.content).slice(0, longestQuote);
  return `<question>\n${quote(question)}\n</question>\n\n<answer>\n${quote(answer)}\n</answer>`;
}
