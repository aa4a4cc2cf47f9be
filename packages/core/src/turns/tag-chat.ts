import type { CompletionRequest } from "../completion/wire.ts";
import { askForTask } from "./ask-for-task.ts";
import { type Exchange, firstExchange, quoteExchange } from "./first-exchange.ts";
import { listFromReply } from "./list-from-reply.ts";
import type { TurnRunnerOptions } from "./runner.ts";
import type { Turn } from "./running.ts";

const longestTag = 40;
const mostTags = 3;

/** What a model is asked to say what a chat is about. */
function tagsRequest(model: string, exchange: Exchange): CompletionRequest {
  return {
    model,
    stream: true,
    messages: [
      {
        role: "user",
        content:
          "Name one to three broad topics of this conversation, in its language: one or two words " +
          `each. Answer with a JSON array of strings alone.\n\n${quoteExchange(exchange)}`,
      },
    ],
  };
}

/** The tags in a model's reply, in small letters; none when it has no list of them. */
export function tagsFromReply(reply: string): string[] {
  const found = listFromReply(reply, "tags")
    .map((text) => text.replace(/^#\s*/, "").toLowerCase())
    .filter((tag) => tag !== "" && tag.length <= longestTag);
  return [...new Set(found)].slice(0, mostTags);
}

/**
 * Has a model tag the chat after its first exchange, if that is switched on. Tags that are there
 * already stay, and so does what a person made of them. True when it got any.
 */
export async function tagChat(turn: Turn, options: Required<TurnRunnerOptions>): Promise<boolean> {
  const { chats, settings, log } = options;
  const { userId } = turn.principal;
  const { chatId } = turn;
  try {
    if (!(await settings.read()).tags) return false;
    const chat = await chats.find(userId, chatId);
    if (chat?.tagsSource !== null) return false;
    const exchange = await firstExchange(turn, chats);
    if (exchange === null) return false;
    const request = (model: string) => tagsRequest(model, exchange);
    const reply = await askForTask(turn, { name: "tags_generation", request }, options);
    const tags = tagsFromReply(reply);
    if (tags.length === 0) return false;
    return (await chats.tagByModel(userId, chatId, tags)) !== null;
  } catch (error) {
    log.warn("A chat could not be tagged by a model", { chatId, error });
    return false;
  }
}
