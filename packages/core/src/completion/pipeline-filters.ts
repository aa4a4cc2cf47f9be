import { isParleyError, ParleyError, storedError } from "../errors.ts";
import type { Principal } from "../identity.ts";
import type { JsonObject } from "../json.ts";
import type { Route } from "../models/route.ts";
import type { Offer } from "../models/upstream-models.ts";
import type { PipelineFilters, PipelineUser } from "../ports/upstream.ts";
import { changesBetween } from "./changes.ts";
import type { NewStep, Trace } from "./trace.ts";

/** A filter of a pipelines server that is to see a request. */
export type PipelineFilter = { offer: Offer; server: PipelineFilters };

/**
 * The filters of pipelines servers for a route, in the order in which they see the request: those for
 * all models or for this one, by priority; then the model itself, when it is a pipeline.
 */
export function filtersFor(route: Route, all: readonly Offer[]): PipelineFilter[] {
  const ids = new Set([route.model.id, route.base.id, ...route.base.offers.map((o) => o.model.id)]);
  const isFor = ({ model }: Offer) => {
    const targets = model.pipeline?.targets ?? [];
    return targets.some((target) => target === "*" || ids.has(target));
  };
  const priorityOf = ({ model }: Offer) => model.pipeline?.priority ?? 0;
  const chosen = all.filter(isFor).toSorted((a, b) => priorityOf(a) - priorityOf(b));
  const own = route.base.offers.find(({ model }) => model.pipeline !== undefined);
  return [...chosen, ...(own === undefined ? [] : [own])].flatMap((offer) => {
    const server = offer.upstream.pipelines;
    return server === undefined ? [] : [{ offer, server }];
  });
}

/** The order for what has been answered: the model itself first, then the filters as before. */
export function outletOrder(route: Route, filters: readonly PipelineFilter[]): PipelineFilter[] {
  const isModel = ({ offer }: PipelineFilter) => route.base.offers.includes(offer);
  return [...filters.filter(isModel), ...filters.filter((filter) => !isModel(filter))];
}

export type FilterRun = {
  principal: Principal;
  hook: "inlet" | "outlet";
  filters: readonly PipelineFilter[];
  body: JsonObject;
  signal: AbortSignal;
  trace: Trace;
};

/**
 * Lets one filter after the other change `body`. A refusal ends the run with the filter's own words. A
 * filter that can't be asked ends it too, unless its connection says to go on without it.
 */
export async function runFilters(run: FilterRun): Promise<JsonObject> {
  const { hook, filters, signal, trace, principal } = run;
  const { userId: id, name, email, role } = principal;
  const user: PipelineUser = { id, name, email, role };
  let body = run.body;
  for (const { offer, server } of filters) {
    const at = trace.elapsed;
    const note = (
      step: Pick<Extract<NewStep, { step: "filter" }>, "outcome" | "changes" | "error">,
    ) =>
      trace.add({
        step: "filter",
        at,
        ms: trace.elapsed - at,
        name: offer.model.name,
        hook,
        ...step,
      });
    try {
      const changed = await server[hook](offer.model.id, { user, body, signal });
      const changes = changesBetween(body, changed);
      note({ outcome: changes.length === 0 ? "unchanged" : "changed", changes });
      body = changed;
    } catch (error) {
      if (signal.aborted || !isParleyError(error)) throw error;
      const refused = error.code === "filter_refused";
      const goOn = !refused && offer.connection.whenFilterFails === "open";
      const outcome = refused ? "refused" : goOn ? "skipped" : "broke";
      note({ outcome, error: storedError(error) });
      if (goOn) continue;
      if (refused) throw error;
      throw new ParleyError(
        "upstream_error",
        `The filter ${offer.model.name} could not be asked, so nothing was sent on: ${error.message}`,
        { cause: error, status: error.status },
      );
    }
  }
  return body;
}
