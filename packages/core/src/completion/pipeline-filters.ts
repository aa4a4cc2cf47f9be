import { isParleyError, ParleyError, storedError } from "../errors.ts";
import type { Principal } from "../identity.ts";
import type { JsonObject } from "../json.ts";
import type { Offer } from "../models/offers.ts";
import type { Route } from "../models/route.ts";
import type { PipelineFilters, PipelineUser } from "../ports/upstream.ts";
import { changesBetween } from "./changes.ts";
import type { NewStep, Trace } from "./trace.ts";
import { completionRequest } from "./wire.ts";

/** A filter of a pipelines server that is to see a request. */
export type PipelineFilter = {
  /** Parley's id of it, or of the model that is its own filter. */
  id: string;
  offer: Offer;
  server: PipelineFilters;
  /** It is the model that is asked, and sees requests to itself. */
  isModel: boolean;
};

/**
 * The filters of pipelines servers for a route, in the order in which they see the request: those for
 * all models or for this one, by priority; then the model itself, when it is a pipeline. A filter that
 * several servers have under one id is asked once, as a model would be.
 */
export function filtersFor(route: Route, all: readonly Offer[]): PipelineFilter[] {
  const ids = new Set([
    route.base.id,
    ...route.presets.map(({ id }) => id),
    ...route.base.offers.map(({ model }) => model.id),
  ]);
  const byId = new Map<string, Offer>();
  for (const offer of all) {
    const targets = offer.model.pipeline?.targets ?? [];
    if (!targets.some((target) => target === "*" || ids.has(target))) continue;
    const { prefix } = offer.connection;
    const id = prefix === null ? offer.model.id : `${prefix}.${offer.model.id}`;
    if (byId.get(id)?.available !== true) byId.set(id, offer);
  }
  const chosen = [...byId].map(([id, offer]) => ({ id, offer, isModel: false }));
  const pipelines = route.base.offers.filter(({ model }) => model.pipeline !== undefined);
  const own = pipelines.find(({ available }) => available) ?? pipelines[0];
  return [
    ...byPriority(chosen),
    ...(own === undefined ? [] : [{ id: route.base.id, offer: own, isModel: true }]),
  ].flatMap((filter) => {
    const server = filter.offer.upstream.pipelines;
    return server === undefined ? [] : [{ ...filter, server }];
  });
}

/** The order for what has been answered: the model itself first, then the filters as before. */
export function outletOrder(filters: readonly PipelineFilter[]): PipelineFilter[] {
  return [
    ...filters.filter(({ isModel }) => isModel),
    ...byPriority(filters.filter(({ isModel }) => !isModel)),
  ];
}

function byPriority<Filter extends { offer: Offer }>(filters: Filter[]): Filter[] {
  const priorityOf = ({ offer }: Filter) => offer.model.pipeline?.priority ?? 0;
  return filters.toSorted((a, b) => priorityOf(a) - priorityOf(b));
}

/** How people who made a request are told to filters and pipes. */
export function pipelineUser({ userId: id, name, email, role }: Principal): PipelineUser {
  return { id, name, email, role };
}

export type FilterRun = {
  principal: Principal;
  hook: "inlet" | "outlet";
  body: JsonObject;
  signal: AbortSignal;
  trace: Trace;
};

/**
 * Lets a filter change `body`. A refusal rejects with the filter's own words. So does a filter that
 * can't be asked, naming it, unless its connection says to go on without it.
 */
export async function runFilter(filter: PipelineFilter, run: FilterRun): Promise<JsonObject> {
  const { hook, signal, trace, principal, body } = run;
  const { model, connection } = filter.offer;
  const at = trace.elapsed;
  const note = (
    step: Pick<Extract<NewStep, { step: "filter" }>, "outcome" | "changes" | "error">,
  ) => trace.add({ step: "filter", at, ms: trace.elapsed - at, name: model.name, hook, ...step });
  try {
    const changed = await ask(filter, run);
    if (!isBody[hook](changed))
      throw new ParleyError("upstream_error", `It gave back ${no[hook]}.`);
    const changes = changesBetween(body, changed);
    note({ outcome: changes.length === 0 ? "unchanged" : "changed", changes });
    return changed;
  } catch (error) {
    if (signal.aborted || !isParleyError(error)) throw error;
    const refused = error.code === "filter_refused";
    const goOn = !refused && connection.whenFilterFails === "open";
    note({
      outcome: refused ? "refused" : goOn ? "skipped" : "broke",
      error: storedError(error),
    });
    if (goOn) return body;
    if (refused) throw error;
    throw failed(model.name, hook, error);
  }

  /** A model knows itself by its server's id alone, whatever it is called here. */
  async function ask({ isModel, server }: PipelineFilter, { body }: FilterRun) {
    const user = pipelineUser(principal);
    if (!isModel) return server[hook](model.id, { user, body, signal });
    const asItself = { ...body, model: model.id };
    const changed = await server[hook](model.id, { user, body: asItself, signal });
    const kept = changed.model === model.id && body.model !== undefined;
    return kept ? { ...changed, model: body.model ?? null } : changed;
  }
}

const isBody = {
  inlet: (body: JsonObject) => completionRequest.safeParse(body).success,
  outlet: (body: JsonObject) => Array.isArray(body.messages),
};
const no = { inlet: "something that is no request", outlet: "no messages" };

function failed(name: string, hook: FilterRun["hook"], error: ParleyError): ParleyError {
  const what =
    hook === "inlet"
      ? `The filter ${name} failed, so nothing was sent on`
      : `The filter ${name} failed when it was shown the answer`;
  return new ParleyError(error.code, `${what}: ${error.message}`, {
    cause: error,
    status: error.status,
    ...(error.retryAfter === null ? {} : { retryAfter: error.retryAfter }),
  });
}
