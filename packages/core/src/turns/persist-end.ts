import type { TerminalStatus } from "../chat/message.ts";
import type { JsonObject } from "../json.ts";
import type { TurnRunnerOptions } from "./runner.ts";
import { type Turn, textNow } from "./running.ts";

type Options = Pick<
  Required<TurnRunnerOptions>,
  "chats" | "clock" | "log" | "endRetries" | "endRetryMs"
>;

/** Commits the end of a turn, again and again if need be. False when the message was removed meanwhile. */
export async function persistEnd(
  turn: Turn,
  { status, own }: { status: TerminalStatus; own: JsonObject },
  { chats, clock, log, endRetries, endRetryMs }: Options,
): Promise<boolean> {
  const { turnId, chatId, messageId, folded, fields, withheld } = turn;
  // What a filter wants nobody to see is not kept as the original either.
  const isReplaced = turn.replaced !== null && !withheld;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await chats.endTurn({
        ...{ turnId, chatId, messageId, status },
        content: withheld ? "" : textNow(turn),
        metadata: {
          ...fields,
          ...own,
          ...(isReplaced ? { originalContent: folded.content } : {}),
        },
      });
    } catch (error) {
      log.error("The end of an answer could not be stored", { turnId, attempt, error });
      if (attempt >= endRetries) return false;
      await new Promise<void>((resolve) => clock.after(endRetryMs * 2 ** attempt, resolve));
    }
  }
}
