import { ParleyError } from "../errors.ts";
import { admit, type Principal } from "../identity.ts";
import { type JsonObject, jsonObject } from "../json.ts";
import type { ModelRegistry } from "../models/registry.ts";
import type { Route } from "../models/route.ts";
import type { Offer } from "../models/upstream-models.ts";
import type { ArenaTally } from "../ports/models.ts";
import type { Clock } from "../ports/runtime.ts";
import type { UpstreamAnswer } from "../ports/upstream.ts";
import { dispatch } from "./dispatch.ts";
import type { Health } from "./health.ts";
import { mergeParams, type ParamLevel } from "./params.ts";
import { filtersFor, outletOrder, type PipelineFilter, runFilters } from "./pipeline-filters.ts";
import { fillIn, variablesOf, withSystem } from "./system.ts";
import { Trace } from "./trace.ts";
import { type CompletionRequest, completionRequest } from "./wire.ts";

/** The stored message that an answer is for. */
export type Place = { chatId: string; messageId: string };

export type CompletionCall = {
  principal: Principal;
  /** In OpenAI's shape; `model` is Parley's id. Unknown keys reach the upstream as they came. */
  request: CompletionRequest;
  signal: AbortSignal;
  /** Given when the way was found before, as a turn does, which stores it first. */
  route?: Route;
  place?: Place;
  /** What Parley asks for itself: "title", "tags", …; filters are told. */
  task?: string;
  trace?: Trace;
};

/** A completion that an upstream has begun to answer. */
export type OpenedCompletion = {
  route: Route;
  /** What was sent, before the connection's own id of the model was put in. */
  request: CompletionRequest;
  /** The connection that answers. */
  offer: Offer;
  answer: UpstreamAnswer;
  trace: Trace;
  /** Null when no filter wants to see the whole answer: then its bytes may pass untouched. */
  outlet: Outlet | null;
};

/** Shows a whole answer to the filters that want it; resolves with what they made of `body`. */
export type Outlet = (body: JsonObject, signal: AbortSignal) => Promise<JsonObject>;

/** The one way to a completion, for every caller: chat page, API client, title task. */
export type Pipeline = {
  /** Finds what answers; an arena picks here, and only here. */
  route(principal: Principal, modelId: string, picked?: string | null): Promise<Route>;
  /** Counts an arena's pick; to be called once it is certain that the route is used. */
  picked(route: Route): Promise<void>;
  /** Resolves once the upstream accepted; rejects with a ParleyError before any byte was handed on. */
  open(call: CompletionCall): Promise<OpenedCompletion>;
  /** A trace that begins now. */
  trace(): Trace;
};

export type PipelineParts = {
  models: ModelRegistry;
  health: Health;
  tally: ArenaTally;
  clock: Clock;
  random: () => number;
};

export function createPipeline(parts: PipelineParts): Pipeline {
  const { models, clock, tally } = parts;

  async function route(principal: Principal, modelId: string, picked: string | null = null) {
    admit("member", principal);
    return models.route(principal, modelId, picked);
  }

  async function picked(found: Route) {
    for (const hop of found.arenas) await tally.add(hop.arenaId, hop.picked);
  }

  async function find(principal: Principal, modelId: string) {
    const found = await route(principal, modelId);
    await picked(found);
    return found;
  }

  async function open(call: CompletionCall): Promise<OpenedCompletion> {
    const { principal, signal } = call;
    admit("member", principal);
    const trace = call.trace ?? new Trace(() => clock.now());
    const first = call.route ?? (await find(principal, call.request.model));
    note(first, trace);
    const prepared = prepare(call, first, trace);
    const filters = filtersFor(first, models.filters());
    const request =
      filters.length === 0 ? prepared : await inlet(call, { filters, prepared, trace });
    // A filter may send a request elsewhere; that way is looked up and checked like any other.
    const moved = request.model !== prepared.model;
    const last = moved ? await find(principal, request.model) : first;
    if (moved) note(last, trace);
    const { answer, offer } = await dispatch(parts, {
      offers: last.base.offers,
      request,
      signal,
      trace,
    });
    return {
      route: last,
      request,
      offer,
      answer,
      trace,
      outlet: outletOf(last, { filters, principal, trace }),
    };
  }

  function prepare({ request, principal, place }: CompletionCall, found: Route, trace: Trace) {
    const levels: ParamLevel[] = [{ params: models.defaultParams, locked: [] }];
    const definitions = [found.base, ...found.presets.toReversed()].flatMap(({ definition }) =>
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
      presets: found.presets.map(({ name }) => name),
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

  return { route, picked, open, trace: () => new Trace(() => clock.now()) };
}

function note(route: Route, trace: Trace): void {
  for (const hop of route.arenas) {
    const { arenaId, strategy, candidates, passedOver, picked } = hop;
    trace.add({ step: "arena", arena: arenaId, strategy, candidates, passedOver, picked });
  }
  trace.add({ step: "model", requested: route.requestedId, answers: route.base.id });
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

async function inlet(
  { principal, request, signal, place, task }: CompletionCall,
  run: { filters: PipelineFilter[]; prepared: CompletionRequest; trace: Trace },
): Promise<CompletionRequest> {
  const { filters, prepared, trace } = run;
  const own = jsonObject.safeParse(request.metadata);
  const metadata: JsonObject = {
    ...(own.success ? own.data : {}),
    user_id: principal.userId,
    chat_id: place?.chatId ?? "",
    message_id: place?.messageId ?? "",
    ...(task === undefined ? {} : { task }),
  };
  const body = jsonObject.parse({ ...prepared, metadata });
  const changed = await runFilters({ principal, hook: "inlet", filters, body, signal, trace });
  const parsed = completionRequest.safeParse(changed);
  if (!parsed.success) {
    throw new ParleyError(
      "upstream_error",
      "A filter gave back something that is no request, so nothing was sent on.",
      { cause: parsed.error },
    );
  }
  // What filters are told about the caller is not for the model's server.
  const { metadata: _, ...rest } = parsed.data;
  return request.metadata === undefined ? rest : { ...rest, metadata: request.metadata };
}

function outletOf(
  route: Route,
  run: { filters: PipelineFilter[]; principal: Principal; trace: Trace },
): Outlet | null {
  const { filters, principal, trace } = run;
  if (filters.length === 0) return null;
  const ordered = outletOrder(route, filters);
  return (body, signal) =>
    runFilters({ principal, hook: "outlet", filters: ordered, body, signal, trace });
}
