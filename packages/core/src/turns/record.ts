import { shownMetadata } from "../chat/blind.ts";
import type { TerminalStatus } from "../chat/message.ts";
import { toolCallsOf } from "../completion/fold.ts";
import { type ParleyError, storedError } from "../errors.ts";
import { type JsonObject, jsonObject } from "../json.ts";
import { arenaMetadata } from "./answer-metadata.ts";
import type { Turn } from "./running.ts";

/** What is kept of a turn that has ended, under `metadata.parley`. `now` in milliseconds since 1970. */
export function recordOf(
  turn: Turn,
  end: { status: TerminalStatus; error: ParleyError | null; now: number },
): JsonObject {
  const { folded, startedAt, firstTokenAt, trace } = turn;
  const toolCalls = toolCallsOf(folded);
  const error = end.error === null ? null : storedError(end.error);
  trace.add({
    step: "answer",
    firstTokenMs: firstTokenAt === null ? null : firstTokenAt - startedAt,
    outcome: end.status,
    finishReason: folded.finishReason,
    usage: folded.usage,
    ...(error === null ? {} : { error }),
  });
  return {
    modelName: turn.route.requestedName,
    // A filter may have sent the request to an arena.
    ...(turn.movedTo === null ? {} : arenaMetadata(turn.movedTo)),
    timing: {
      startedAt,
      totalMs: end.now - startedAt,
      ...(firstTokenAt === null ? {} : { firstTokenMs: firstTokenAt - startedAt }),
    },
    ...(folded.reasoning === "" ? {} : { reasoning: folded.reasoning }),
    ...(folded.finishReason === null ? {} : { finishReason: folded.finishReason }),
    ...(folded.usage === null ? {} : { usage: folded.usage }),
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
    ...(error === null ? {} : { error }),
    trace: trace.json(),
  };
}

/** What the page is told at the end: without the thinking, which it has, and without an arena's secret. */
export function shownEnd(turn: Turn, own: JsonObject): JsonObject {
  const before = jsonObject.safeParse(turn.metadata.parley);
  const whole = { ...turn.metadata, parley: { ...(before.success ? before.data : {}), ...own } };
  const { reasoning: _, ...rest } = jsonObject.parse(shownMetadata(whole).parley);
  return rest;
}
