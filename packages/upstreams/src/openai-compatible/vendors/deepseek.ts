import type { CompletionRequest, WireMessage } from "@parley/core";
import { developerAsSystem, rename, withoutThinking } from "./changes.ts";
import type { Vendor } from "./vendor.ts";

/**
 * What was thought on the way to a plain answer is not to be sent back; what was thought in a turn
 * that called tools has to be, with all messages of that turn.
 */
function thinkingOfToolTurns(request: CompletionRequest): CompletionRequest {
  const turns: WireMessage[][] = [[]];
  for (const message of request.messages) {
    if (message.role === "user") turns.push([]);
    turns.at(-1)?.push(message);
  }
  const messages = turns.flatMap((turn) => (callsTools(turn) ? turn : turn.map(withoutThinking)));
  return { ...request, messages };
}

function callsTools(turn: WireMessage[]): boolean {
  return turn.some(({ role, tool_calls: calls }) => role === "tool" || Array.isArray(calls));
}

/** https://api-docs.deepseek.com/guides/thinking_mode */
export const deepSeek: Vendor = {
  name: "DeepSeek",
  host: /(?:^|\.)deepseek\.com$/,
  request: [developerAsSystem, rename("max_completion_tokens", "max_tokens"), thinkingOfToolTurns],
};
