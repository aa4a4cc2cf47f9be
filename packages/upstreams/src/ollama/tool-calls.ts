import type { CompletionChunk } from "@parley/core";
import type { LineToolCall } from "./wire.ts";

type Delta = NonNullable<CompletionChunk["choices"][number]["delta"]>;
type CallDelta = NonNullable<Delta["tool_calls"]>[number];

/** A call that was begun; `open` while more of its arguments, which come as text, may follow. */
export type SeenCall = { id: string; open: boolean };

/**
 * One line's tool calls as deltas, and all calls seen so far. Ollama sends each call whole. Servers
 * that imitate it send arguments as text too, also in pieces: a piece has the id of its call, or
 * neither id nor name and then belongs to the last.
 */
export function callsIn(
  given: LineToolCall[],
  before: SeenCall[],
  answerId: string,
): [SeenCall[], CallDelta[]] {
  const seen = [...before];
  const deltas: CallDelta[] = [];
  for (const { id, function: called } of given) {
    const text = typeof called.arguments === "string";
    const index = continued(seen, { id, name: called.name });
    if (index >= 0) {
      // A whole call that is sent twice is one call.
      if (seen[index]?.open !== true || !text) continue;
      deltas.push({ index, function: { arguments: textOf(called.arguments) } });
      continue;
    }
    const ownId = id || `call_${answerId}_${seen.length}`;
    deltas.push({
      index: seen.length,
      id: ownId,
      type: "function",
      function: { name: called.name ?? "", arguments: textOf(called.arguments) },
    });
    seen.push({ id: ownId, open: text });
  }
  return [seen, deltas];
}

/** The index of the call that a piece goes on with; -1 when it begins one. */
function continued(
  seen: SeenCall[],
  { id, name }: { id: string | null | undefined; name: string | null | undefined },
): number {
  if (id) return seen.findIndex((call) => call.id === id);
  return name ? -1 : seen.length - 1;
}

function textOf(given: LineToolCall["function"]["arguments"]): string {
  return typeof given === "string" ? given : JSON.stringify(given ?? {});
}
