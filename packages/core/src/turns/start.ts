import { textOf } from "../chat/content.ts";
import { type Message, parleyMetadataOf } from "../chat/message.ts";
import { newTurn, type Turn } from "./running.ts";

export type TurnParts = Pick<
  Turn,
  "principal" | "route" | "trace" | "turnId" | "branch" | "options"
> & { message: Message };

/** A turn that writes a stored message, after the text that is there. */
export function turnOf({ message, ...parts }: TurnParts, startedAt: number): Turn {
  return newTurn({
    ...parts,
    ...{ chatId: message.chatId, messageId: message.id, metadata: message.metadata, startedAt },
    base: {
      content: textOf(message.content),
      reasoning: parleyMetadataOf(message.metadata).reasoning ?? "",
    },
  });
}
