import { textOf } from "../chat/content.ts";
import { emptyFold, foldChunk } from "../completion/fold.ts";
import { isDirectRoute } from "../direct/route.ts";
import type { TurnRunnerOptions } from "./runner.ts";
import type { Turn } from "./running.ts";
import { titleFromReply, titleRequest } from "./title.ts";

/** A title never needs more; a model that goes on is cut off. */
const longestReply = 20_000;

/**
 * Has a model name the chat after its first exchange. The rule's title stands when that is switched
 * off, takes too long or fails; a name given by a person always stands. True when it got a name.
 */
export async function nameChat(turn: Turn, options: Required<TurnRunnerOptions>): Promise<boolean> {
  const { chats, settings, clock, log, titleMs } = options;
  const { userId } = turn.principal;
  const abort = new AbortController();
  const cancel = clock.after(titleMs, () => abort.abort(new Error("naming took too long")));
  try {
    const chat = await chats.find(userId, turn.chatId);
    if (chat?.titleSource !== "rule") return false;
    const { titleGeneration, titleModel } = await settings.read();
    if (!titleGeneration) return false;
    const branch = await chats.pathTo(userId, turn.chatId, turn.messageId);
    const [question, answer] = branch ?? [];
    if (!question || !answer || branch?.length !== 2 || textOf(answer.content) === "") return false;
    const { answer: reply } = await options.pipeline.open({
      principal: turn.principal,
      request: titleRequest(titleModel ?? turn.route.model.id, question, answer),
      signal: abort.signal,
      task: "title",
      // No server model has a direct model's id: the browser that answered is asked for the title too.
      ...(titleModel === null && isDirectRoute(turn.route) ? { route: turn.route } : {}),
    });
    const folded = emptyFold();
    for await (const chunk of reply.chunks()) {
      foldChunk(folded, chunk);
      if (folded.content.length > longestReply) break;
    }
    const title = titleFromReply(folded.content);
    if (title === null) return false;
    const named = await chats.nameByModel(userId, turn.chatId, title);
    return named !== null;
  } catch (error) {
    log.warn("A chat could not be named by a model; its title stays", {
      chatId: turn.chatId,
      error,
    });
    return false;
  } finally {
    cancel();
  }
}
