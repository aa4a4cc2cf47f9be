import { isParleyError, ParleyError } from "../errors.ts";
import { type JsonObject, jsonObject } from "../json.ts";
import type { Offer } from "../models/offers.ts";
import type { Route } from "../models/route.ts";
import type { CompletionCall } from "./pipeline.ts";
import { filtersFor, type PipelineFilter, runFilter } from "./pipeline-filters.ts";
import type { Trace } from "./trace.ts";
import { type CompletionRequest, completionRequest } from "./wire.ts";

/** A request as filters made it, and where it goes now. */
export type Filtered = {
  route: Route;
  request: CompletionRequest;
  /** The filters that saw it; they see the answer too. */
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
  const { call, all, trace } = options;
  const { principal, signal } = call;
  const filters: PipelineFilter[] = [];
  let route = options.route;
  const next = () => filtersFor(route, all).find(({ id }) => filters.every((f) => f.id !== id));
  let filter = next();
  if (filter === undefined) return { route, request: options.prepared, filters };
  let body = jsonObject.parse({
    ...options.prepared,
    model: route.model.id,
    metadata: metadataOf(call, route),
  });
  for (; filter !== undefined; filter = next()) {
    body = await runFilter(filter, { principal, hook: "inlet", body, signal, trace });
    filters.push(filter);
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

/** What filters are told beside the request itself. */
function metadataOf({ principal, request, place, told, task }: CompletionCall, { model }: Route) {
  const own = jsonObject.safeParse(request.metadata);
  const metadata: JsonObject = {
    ...(own.success ? own.data : {}),
    ...{ chat_id: "", message_id: "", session_id: "", filter_ids: [] },
    ...told,
    ...(place === undefined ? {} : { chat_id: place.chatId, message_id: place.messageId }),
    user_id: principal.userId,
    model: { id: model.id, name: model.name },
    ...(task === undefined ? {} : { task }),
  };
  return metadata;
}

async function moved(
  { offer }: PipelineFilter,
  { options, modelId }: { options: InletOptions; modelId: string },
): Promise<Route> {
  try {
    return await options.move(modelId);
  } catch (error) {
    if (!isParleyError(error)) throw error;
    throw new ParleyError(
      error.code,
      `The filter ${offer.model.name} sends this to another model. ${error.message}`,
      { cause: error, status: error.status },
    );
  }
}
