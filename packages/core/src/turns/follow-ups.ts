import { textOf } from "../chat/content.ts";
import type { Message } from "../chat/message.ts";
import type { CompletionRequest } from "../completion/wire.ts";
import { askForTask } from "./ask-for-task.ts";
import { listFromReply } from "./list-from-reply.ts";
import type { TurnRunnerOptions } from "./runner.ts";
import type { Turn } from "./running.ts";

const longestQuote = 2_000;
const longestQuestion = 200;
const mostQuestions = 3;
/** The latest messages say what comes next; older ones only cost. */
const mostMessages = 6;

/** What a model is asked to find questions that somebody might ask next. */
function followUpsRequest(model: string, branch: readonly Message[]): CompletionRequest {
  const conversation = branch
    .slice(-mostMessages)
    .map(({ role, content }) => `<${role}>\n${textOf(content).slice(0, longestQuote)}\n</${role}>`)
    .join("\n");
  return {
    model,
    stream: true,
    messages: [
      {
        role: "user",
        content:
          "Suggest three short questions that the user of this conversation might ask next, in its " +
          `language and in the user's own voice. Answer with a JSON array of strings alone.\n\n${conversation}`,
      },
    ],
  };
}

/** The questions in a model's reply; none when it has no list of them. */
export function followUpsFromReply(reply: string): string[] {
  const found = listFromReply(reply, "follow_ups");
  return [...new Set(found)]
    .filter((text) => text.length <= longestQuestion)
    .slice(0, mostQuestions);
}

/** Stores follow-up questions with an answer, if that is switched on. True when it got any. */
export async function suggestFollowUps(
  turn: Turn,
  options: Required<TurnRunnerOptions>,
): Promise<boolean> {
  const { chats, settings, log } = options;
  const { principal, chatId, messageId } = turn;
  try {
    if (!(await settings.read()).followUps) return false;
    const branch = await chats.pathTo(principal.userId, chatId, messageId);
    const answer = branch?.at(-1);
    if (!branch || !answer || textOf(answer.content) === "") return false;
    const request = (model: string) => followUpsRequest(model, branch);
    const reply = await askForTask(turn, { name: "follow_up_generation", request }, options);
    const followUps = followUpsFromReply(reply);
    if (followUps.length === 0) return false;
    const patch = { metadata: { followUps } };
    return (await chats.upsertMessage(principal.userId, chatId, messageId, patch)) !== null;
  } catch (error) {
    log.warn("No follow-up questions could be found for an answer", { chatId, error });
    return false;
  }
}
