import { textOf, withoutEmpty } from "../chat/content.ts";
import type { Message } from "../chat/message.ts";
import type { WireMessage } from "../completion/wire.ts";
import type { ConnectionKind } from "../ports/connections.ts";

/** Asked of upstreams that start a new answer instead of going on with a given one. */
const continueInstruction =
  "Go on exactly where your last message broke off. Do not repeat anything and do not comment on the interruption.";

/**
 * A branch as an upstream reads it. Custom fields stay at home; answers without any text (they failed
 * before the first word), questions that say nothing and empty parts are left out, because upstreams
 * refuse them.
 */
export function promptOf(branch: Message[], { kind }: { kind: ConnectionKind }): WireMessage[] {
  const prompt = branch
    .filter((message) => message.role !== "assistant" || textOf(message.content).trim() !== "")
    .map((message): WireMessage => ({ role: message.role, content: withoutEmpty(message.content) }))
    .filter((message, at, all) => isNeeded(message, all[at + 1]));
  // Others go on with a final assistant message; the OpenAI API would begin a new one.
  if (kind === "openai" && prompt.at(-1)?.role === "assistant") {
    prompt.push({ role: "user", content: continueInstruction });
  }
  return prompt;
}

/**
 * A question that says nothing goes with the answer that failed for it. It stays where it is to be
 * answered, or was: many templates take nothing but turns in their order.
 */
function isNeeded({ role, content }: WireMessage, next: WireMessage | undefined): boolean {
  return role !== "user" || content !== "" || next === undefined || next.role === "assistant";
}
