import { z } from "zod";
import { emptyFold, foldChunk } from "../completion/fold.ts";
import type { CompletionRequest } from "../completion/wire.ts";
import { isDirectRoute } from "../direct/route.ts";
import { isParleyError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { TurnRunnerOptions } from "./runner.ts";
import type { Turn } from "./running.ts";

/** No task needs more; a model that goes on is cut off. */
const longestReply = 20_000;

/** What a task of Parley's own is. */
export type Task = {
  /** Filters are told, as `metadata.task`. */
  name: "title_generation" | "follow_up_generation" | "tags_generation";
  /** The request for a model's id. */
  request: (model: string) => CompletionRequest;
};

/**
 * Has a model do something about a turn that has ended, through the same pipeline as everything else:
 * the admin's task model, or the one that answered. Resolves with its reply; rejects when it takes
 * longer than `titleMs`.
 */
export async function askForTask(
  turn: Turn,
  task: Task,
  options: Required<TurnRunnerOptions>,
): Promise<string> {
  const { settings, pipeline, clock, titleMs } = options;
  const { titleModel } = await settings.read();
  const filterIds = turn.options.told?.filter_ids;
  const abort = new AbortController();
  const cancel = clock.after(titleMs, () => abort.abort(new Error("the task took too long")));
  try {
    const { answer, ended, outlet, ...opened } = await pipeline.open({
      principal: turn.principal,
      request: task.request(titleModel ?? turn.route.model.id),
      signal: abort.signal,
      task: task.name,
      // Who wants something hidden from a model wants it hidden from this one too.
      ...(filterIds === undefined ? {} : { told: { filter_ids: filterIds } }),
      // No server model has a direct model's id: the browser that answered is asked for this too.
      ...(titleModel === null && isDirectRoute(turn.route) ? { route: turn.route } : {}),
      place: { chatId: turn.chatId, messageId: turn.messageId },
    });
    const folded = emptyFold();
    try {
      for await (const chunk of answer.chunks()) {
        foldChunk(folded, chunk);
        if (folded.content.length > longestReply) break;
      }
      const body = {
        model: opened.route.model.id,
        messages: [{ role: "assistant", content: folded.content }],
      };
      const reply = outlet === null ? folded.content : replyIn(await outlet(body, abort.signal));
      ended({ outcome: "done", usage: folded.usage });
      return reply ?? folded.content;
    } catch (error) {
      ended({ outcome: "error", error: isParleyError(error) ? error : null });
      throw error;
    }
  } finally {
    cancel();
  }
}

const filtered = z.object({
  messages: z.array(z.looseObject({ role: z.string(), content: z.string() })),
});

/** What filters made of a reply; null when they left none. */
function replyIn(body: JsonObject): string | null {
  const messages = filtered.safeParse(body).data?.messages ?? [];
  return messages.findLast(({ role }) => role === "assistant")?.content ?? null;
}
