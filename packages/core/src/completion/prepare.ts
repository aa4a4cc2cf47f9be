import { type JsonObject, jsonObject } from "../json.ts";
import type { ModelRegistry } from "../models/registry.ts";
import type { Route } from "../models/route.ts";
import type { Clock } from "../ports/runtime.ts";
import { mergeParams, type ParamLevel } from "./params.ts";
import type { CompletionCall } from "./pipeline.ts";
import { fillIn, variablesOf, withSystem } from "./system.ts";
import type { Trace } from "./trace.ts";
import { type CompletionRequest, completionRequest } from "./wire.ts";

export type PrepareParts = { models: Pick<ModelRegistry, "defaultParams">; clock: Clock };
type ToPrepare = Pick<CompletionCall, "request" | "principal" | "place"> & { trace: Trace };

/** A request with the parameters and system prompts of everything that is on its way. */
export function prepare(
  { models, clock }: PrepareParts,
  route: Route,
  { request, principal, place, trace }: ToPrepare,
): CompletionRequest {
  const levels: ParamLevel[] = [{ params: models.defaultParams, locked: [] }];
  const definitions = [route.base, ...route.presets.toReversed()].flatMap(({ definition }) =>
    definition === null ? [] : [definition],
  );
  levels.push(...definitions);
  const prompts = definitions.flatMap(({ system }) => (system?.trim() ? [system] : []));
  const idle = levels.every((level) => isEmpty(level.params) && level.locked.length === 0);
  if (idle && prompts.length === 0) return request;
  const merged = mergeParams(levels, jsonObject.parse(request));
  const system = fillIn(prompts.join("\n\n"), variablesOf(principal, clock.now()));
  const replace = levels.some(({ locked }) => locked.includes("system"));
  trace.add({
    step: "parameters",
    presets: route.presets.map(({ name }) => name),
    system: system !== "",
    decided: merged.decided,
    refused: merged.refused,
  });
  return {
    ...completionRequest.parse(merged.request),
    messages: withSystem(request.messages, system, { replace }),
    // A client that reads a stream, or none, can't be given the other; a turn reads either.
    ...(place === undefined ? {} : streamOf(request, levels)),
  };
}

function isEmpty(object: JsonObject): boolean {
  for (const _ in object) return false;
  return true;
}

/** `stream_response` of the strongest level that says something. */
function streamOf(request: CompletionRequest, levels: ParamLevel[]) {
  const said = levels.findLast(({ params }) => typeof params.stream_response === "boolean");
  return { stream: said === undefined ? request.stream : said.params.stream_response === true };
}
