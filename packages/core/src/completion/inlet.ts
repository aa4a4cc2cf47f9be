import { isParleyError, ParleyError } from "../errors.ts";
import type { ActiveFunction } from "../functions/registry.ts";
import { type JsonObject, jsonObject } from "../json.ts";
import type { Offer } from "../models/offers.ts";
import type { Route } from "../models/route.ts";
import type { FunctionFilters } from "./function-filters.ts";
import type { CompletionCall } from "./pipeline.ts";
import { filtersFor, type PipelineFilter, runFilter } from "./pipeline-filters.ts";
import type { Trace } from "./trace.ts";
import { toldModel } from "./veil.ts";
import { type CompletionRequest, completionRequest } from "./wire.ts";

/** A request as filters made it, and where it goes now. */
export type Filtered = {
  route: Route;
  request: CompletionRequest;
  /** The filters of pipelines servers that saw it; they see the answer too. */
  filters: PipelineFilter[];
};

export type InletOptions = {
  /** What was asked for, before anything was added. */
  call: CompletionCall;
  route: Route;
  /** The request with the parameters of its model. */
  prepared: CompletionRequest;
  /** Every filter there is. */
  all: readonly Offer[];
  /** The functions that are filters, which are asked after those of pipelines servers. */
  functions: FunctionFilters;
  trace: Trace;
  /** Finds the way to another model, for this caller. */
  move: (modelId: string) => Promise<Route>;
  prepare: (route: Route, request: CompletionRequest) => CompletionRequest;
};

/**
 * Shows a request to the filters of its model, one after the other. A filter may send it to another
 * model: from there on that model's filters and parameters count, and nobody sees it twice.
 */
export async function throughInlets(options: InletOptions): Promise<Filtered> {
  const { call, all, functions, trace } = options;
  const { principal, signal } = call;
  const filters: PipelineFilter[] = [];
  let route = options.route;
  const next = (): Inlet | null => {
    const filter = filtersFor(route, all).find(({ id }) => filters.every((f) => f.id !== id));
    if (filter !== undefined) {
      filters.push(filter);
      const run = { principal, hook: "inlet", signal, trace } as const;
      return {
        name: filter.offer.model.name,
        ask: (body) => runFilter(filter, { ...run, body }),
      };
    }
    const fn = functions.next(route);
    return fn === null
      ? null
      : {
          name: fn.manifest.name,
          ask: (body) => askFunction(functions, fn, { body, route, signal }),
        };
  };
  let filter = next();
  if (filter === null) return { route, request: options.prepared, filters };
  let body = jsonObject.parse({
    ...options.prepared,
    model: route.model.id,
    metadata: metadataFor(call, route),
  });
  for (; filter !== null; filter = next()) {
    body = await filter.ask(body);
    if (body.model === route.model.id) continue;
    const request = completionRequest.parse(body);
    route = await moved(filter, { options, modelId: request.model });
    body = jsonObject.parse({ ...options.prepare(route, request), model: route.model.id });
  }
  // What filters are told about the caller is not for the model's server.
  const { metadata: _, ...rest } = completionRequest.parse(body);
  const { metadata } = call.request;
  return { route, filters, request: metadata === undefined ? rest : { ...rest, metadata } };
}

/** Whatever sees a request before its model does. */
type Inlet = { name: string; ask: (body: JsonObject) => Promise<JsonObject> };

/**
 * A function is told of the caller what it names, and nothing beside; whether an answer is streamed is
 * for who reads it to say.
 */
async function askFunction(
  functions: FunctionFilters,
  fn: ActiveFunction,
  given: { body: JsonObject; route: Route; signal: AbortSignal },
): Promise<JsonObject> {
  const { metadata, ...body } = given.body;
  const model = toldModel(given.route).id;
  const result = await functions.inlet(fn, { ...body, model }, given.signal);
  const { metadata: _, stream: _stream, ...changed } = result;
  return {
    ...changed,
    // What it was told is no wish to go there.
    ...(changed.model === model ? { model: given.route.model.id } : {}),
    ...(metadata === undefined ? {} : { metadata }),
    ...(body.stream === undefined ? {} : { stream: body.stream }),
  };
}

/** What filters are told beside the request itself. */
export function metadataOf({ request, place, told, task }: CompletionCall): JsonObject {
  return {
    ...claimedBy(jsonObject.safeParse(request.metadata).data),
    ...{ chat_id: "", message_id: "", session_id: "", filter_ids: [] },
    ...claimedBy(told),
    ...(place === undefined ? {} : { chat_id: place.chatId, message_id: place.messageId }),
    ...(task === undefined ? {} : { task }),
  };
}

/** What callers say, without what Parley alone says of a request. */
export function claimedBy({ task: _, user_id: _user, model: _model, ...own }: JsonObject = {}) {
  return own;
}

/** What pipelines servers are told, which always learn who asks. */
function metadataFor(call: CompletionCall, { model }: Route): JsonObject {
  const user_id = call.principal.userId;
  return { ...metadataOf(call), user_id, model: { id: model.id, name: model.name } };
}

async function moved(
  { name }: Inlet,
  { options, modelId }: { options: InletOptions; modelId: string },
): Promise<Route> {
  try {
    return await options.move(modelId);
  } catch (error) {
    if (!isParleyError(error)) throw error;
    throw new ParleyError(
      error.code,
      `The filter ${name} sends this to another model. ${error.message}`,
      { cause: error, status: error.status },
    );
  }
}
