import { shownMetadata } from "../chat/blind.ts";
import type { TerminalStatus } from "../chat/message.ts";
import { toolCallsOf } from "../completion/fold.ts";
import { type ParleyError, storedError } from "../errors.ts";
import { type JsonObject, jsonObject } from "../json.ts";
import { metadataOf } from "./answer-metadata.ts";
import type { Turn } from "./running.ts";

type EndMetadata = { selectedModelId?: string | null; parley: JsonObject };
type End = { status: TerminalStatus; error: ParleyError | null; now: number };

/** What is kept of a turn that has ended. `now` in milliseconds since 1970. */
export function endMetadata(turn: Turn, end: End): EndMetadata {
  // A filter may have sent the request to an arena, or away from one.
  const pick = turn.moved?.pick ?? null;
  const { parley = {}, ...selected } = pick === null ? {} : metadataOf(pick);
  return { ...selected, parley: { ...recordOf(turn, end), ...parley } };
}

function recordOf(turn: Turn, end: End): JsonObject {
  const { base, folded, startedAt, firstTokenAt, trace, withheld } = turn;
  const toolCalls = withheld ? [] : toolCallsOf(folded);
  const reasoning = withheld ? "" : folded.reasoning;
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
    timing: {
      startedAt,
      totalMs: end.now - startedAt,
      ...(firstTokenAt === null ? {} : { firstTokenMs: firstTokenAt - startedAt }),
    },
    ...(reasoning === "" && base.reasoning === "" ? {} : { reasoning }),
    ...(folded.finishReason === null ? {} : { finishReason: folded.finishReason }),
    ...(folded.usage === null ? {} : { usage: folded.usage }),
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
    ...(error === null ? {} : { error }),
    trace: trace.json(),
  };
}

/** What the page is told at the end: without the thinking, which it has, and without an arena's secret. */
export function shownEnd(turn: Turn, own: EndMetadata): JsonObject {
  const before = jsonObject.safeParse(turn.metadata.parley);
  const parley = { ...(before.success ? before.data : {}), ...own.parley };
  const shown = shownMetadata({ ...turn.metadata, ...own, parley });
  const { reasoning: _, ...rest } = jsonObject.parse(shown.parley);
  // The page may have been told another pick at the beginning.
  const { selectedModelId = null } = shown;
  return { ...(own.selectedModelId === undefined ? {} : { selectedModelId }), parley: rest };
}
