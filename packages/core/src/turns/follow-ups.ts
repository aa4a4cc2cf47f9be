import { z } from "zod";
import { textOf } from "../chat/content.ts";
import type { Message } from "../chat/message.ts";
import type { CompletionRequest } from "../completion/wire.ts";
import { json, parseJson } from "../json.ts";
import { askForTask } from "./ask-for-task.ts";
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

const questions = z.union([
  z.array(z.string()),
  z.object({ follow_ups: z.array(z.string()) }).transform(({ follow_ups }) => follow_ups),
]);

/** The questions in a model's reply, which may think aloud or wrap the array; none when it has no array. */
export function followUpsFromReply(reply: string): string[] {
  const said = reply.replace(/<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/g, "");
  const candidates = [/\{[\s\S]*\}/, /\[[\s\S]*\]/].flatMap((shape) => shape.exec(said)?.[0] ?? []);
  for (const candidate of candidates) {
    const parsed = questions.safeParse(parseJson(json, candidate));
    if (!parsed.success) continue;
    const found = parsed.data.map((text) => text.replace(/\s+/g, " ").trim());
    const fitting = found.filter((text) => text !== "" && text.length <= longestQuestion);
    return [...new Set(fitting)].slice(0, mostQuestions);
  }
  return [];
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
