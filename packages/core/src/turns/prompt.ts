import { type Content, textOf } from "../chat/content.ts";
import type { Message } from "../chat/message.ts";
import type { WireMessage } from "../completion/wire.ts";
import type { ConnectionKind } from "../ports/connections.ts";

/** Asked of upstreams that start a new answer instead of going on with a given one. */
const continueInstruction =
  "Go on exactly where your last message broke off. Do not repeat anything and do not comment on the interruption.";

/**
 * A branch as an upstream reads it. Custom fields stay at home; answers without any text (they failed
 * before the first word) and empty parts are left out, because upstreams refuse them.
 */
export function promptOf(branch: Message[], { kind }: { kind: ConnectionKind }): WireMessage[] {
  const prompt = branch
    .filter((message) => message.role !== "assistant" || textOf(message.content).trim() !== "")
    .map(
      (message): WireMessage => ({ role: message.role, content: withoutEmpty(message.content) }),
    );
  // Others go on with a final assistant message; the OpenAI API would begin a new one.
  if (kind === "openai" && prompt.at(-1)?.role === "assistant") {
    prompt.push({ role: "user", content: continueInstruction });
  }
  return prompt;
}

function withoutEmpty(content: Content): Content {
  if (typeof content === "string") return content;
  return content.filter(
    ({ type, text }) => type !== "text" || typeof text !== "string" || text.trim() !== "",
  );
}
