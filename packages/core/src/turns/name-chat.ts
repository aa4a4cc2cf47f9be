import { askForTask } from "./ask-for-task.ts";
import { firstExchange } from "./first-exchange.ts";
import type { TurnRunnerOptions } from "./runner.ts";
import type { Turn } from "./running.ts";
import { titleFromReply, titleRequest } from "./title.ts";

/**
 * Has a model name the chat after its first exchange. The rule's title stands when that is switched
 * off, takes too long or fails; a name given by a person always stands. True when it got a name.
 */
export async function nameChat(turn: Turn, options: Required<TurnRunnerOptions>): Promise<boolean> {
  const { chats, settings, log } = options;
  const { userId } = turn.principal;
  try {
    const chat = await chats.find(userId, turn.chatId);
    if (chat?.titleSource !== "rule") return false;
    if (!(await settings.read()).titleGeneration) return false;
    const exchange = await firstExchange(turn, chats);
    if (exchange === null) return false;
    const request = (model: string) => titleRequest(model, exchange);
    const reply = await askForTask(turn, { name: "title_generation", request }, options);
    const title = titleFromReply(reply);
    if (title === null) return false;
    const named = await chats.nameByModel(userId, turn.chatId, title);
    return named !== null;
  } catch (error) {
    log.warn("A chat could not be named by a model; its title stays", {
      chatId: turn.chatId,
      error,
    });
    return false;
  }
}
