import type { Principal } from "../identity.ts";
import type { JsonObject } from "../json.ts";
import type { Route } from "../models/route.ts";
import { FunctionFilters } from "./function-filters.ts";
import { originOf } from "./origin.ts";
import { outletOf } from "./outlet.ts";
import type { CompletionCall, PipelineParts, Place } from "./pipeline.ts";
import { filtersFor } from "./pipeline-filters.ts";
import { Trace } from "./trace.ts";

export type FinishedCall = {
  principal: Principal;
  modelId: string;
  /** What an arena chose for this answer. */
  picked: string | null;
  /** The branch that the answer ends, under `messages`. */
  body: JsonObject;
  /** What the caller says beside it. */
  told: JsonObject;
  place?: Place;
  signal: AbortSignal;
};

/** The outlets alone, of all filters that are there for the answer's model. */
export async function showFinished(
  { models, clock, functions: parts }: Pick<PipelineParts, "models" | "clock" | "functions">,
  route: Route,
  { principal, modelId, body, told, place, signal }: FinishedCall,
): Promise<JsonObject> {
  const trace = new Trace(() => clock.now());
  const call: CompletionCall = {
    ...{ principal, told, signal, request: { model: modelId, messages: [] } },
    ...(place === undefined ? {} : { place }),
  };
  const functions = new FunctionFilters(parts, { origin: originOf(call, clock.now()), trace });
  functions.asks(route);
  let found = functions.next(route);
  while (found !== null) found = functions.next(route);
  try {
    const outlet = outletOf(call, {
      route,
      filters: filtersFor(route, models.filters()),
      functions,
      trace,
    });
    return outlet === null ? body : await outlet(body, signal);
  } finally {
    functions.close();
  }
}
